"""Which submissions of a class look alike, a verb of its own: a reason to talk with two people, never a proof.

Compares text with copydetect (extra ``ta``); runs nothing, and is no part of any report or grade.
"""
