"""A hostile submission of small forbidden actions, tried one by one inside a worker. Only ever loaded by a sandbox."""

import ctypes
import errno
import fcntl
import mmap
import os
import platform
import resource
import signal
import socket
import subprocess
import sys

INTEL = platform.machine() == "x86_64"
C = ctypes.CDLL(None, use_errno=True)
C.syscall.restype = ctypes.c_long

# Numbers written down here a second time, from the manual pages: the filter is not judged by its own table.
NUMBERS = {
    # name: (x86_64, aarch64, arguments)
    "vfork_raw": (58, None, ()),
    "fork_raw": (57, None, ()),
    "clone_process": (56, 220, (signal.SIGCHLD, 0, 0, 0, 0)),
    "clone_new_user": (56, 220, (0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)),
    "clone3": (435, 435, (0, 0)),
    "execveat": (322, 281, (-100, b"/bin/true", 0, 0, 0)),
    "ptrace_traceme": (101, 117, (0, 0, 0, 0)),
    "pidfd_open": (434, 434, ("zygote", 0)),
    "pidfd_send_signal": (424, 424, (0, 0, 0, 0)),
    "pidfd_getfd": (438, 438, (0, 0, 0)),
    "process_madvise": (440, 440, (0, 0, 0, 0, 0)),
    "kcmp": (312, 272, ("zygote", "zygote", 0, 0, 0)),
    "ptrace_attach": (101, 117, (16, "zygote", 0, 0)),
    "process_vm_readv": (310, 270, ("zygote", 0, 0, 0, 0, 0)),
    "process_vm_writev": (311, 271, ("zygote", 0, 0, 0, 0, 0)),
    "tkill_zygote": (200, 130, ("zygote", 0)),
    "tgkill_zygote": (234, 131, ("zygote", "zygote", 0)),
    "rt_sigqueueinfo_zygote": (129, 138, ("zygote", 0, 0)),
    "rt_tgsigqueueinfo_zygote": (297, 240, ("zygote", "zygote", 0, 0)),
    "io_uring_setup": (425, 425, (1, 0)),
    "io_uring_enter": (426, 426, (0, 0, 0, 0, 0, 0)),
    "userfaultfd": (323, 282, (0,)),
    "bpf": (321, 280, (0, 0, 0)),
    "perf_event_open": (298, 241, (0, 0, -1, -1, 0)),
    "keyctl": (250, 219, (0, -3, 0, 0, 0)),
    "add_key": (248, 217, (b"user", b"k", b"v", 1, -3)),
    "request_key": (249, 218, (b"user", b"k", 0, 0)),
    "unshare_user": (272, 97, (0x10000000,)),
    "unshare_net": (272, 97, (0x40000000,)),
    "setns": (308, 268, (0, 0)),
    "mount": (165, 40, (b"none", b"/tmp", b"tmpfs", 0, 0)),
    "umount2": (166, 39, (b"/tmp", 2)),
    "pivot_root": (155, 41, (b".", b".")),
    "chroot": (161, 51, (b".",)),
    "open_tree": (428, 428, (-100, b"/", 1)),
    "move_mount": (429, 429, (-1, b"", -1, b"", 0)),
    "fsopen": (430, 430, (b"tmpfs", 0)),
    "mount_setattr": (442, 442, (-100, b"/", 0, 0, 0)),
    "inotify_init1": (294, 26, (0,)),
    "fanotify_init": (300, 262, (0, 0)),
    "memfd_create": (319, 279, (b"m", 0)),
    "memfd_secret": (447, 447, (0,)),
    "shmget": (29, 194, (0, 4096, 0o1600)),
    "shmat": (30, 196, (0, 0, 0)),
    "msgget": (68, 186, (0, 0o1600)),
    "semget": (64, 190, (0, 1, 0o1600)),
    "mq_open": (240, 180, (b"q", 0o102, 0o600, 0)),
    "mq_unlink": (241, 181, (b"q",)),
    "open_by_handle_at": (304, 265, (-100, 0, 0)),
    "name_to_handle_at": (303, 264, (-100, b".", 0, 0, 0)),
    "personality": (135, 92, (0x0040000,)),
    "setpriority": (141, 140, (0, 0, 5)),
    "sched_setscheduler": (144, 119, ("zygote", 0, 0)),
    "sched_setattr": (314, 274, ("zygote", 0, 0)),
    "ioprio_set": (251, 30, (1, 0, 0)),
    "migrate_pages": (256, 238, ("zygote", 0, 0, 0)),
    "kexec_load": (246, 104, (0, 0, 0, 0)),
    "init_module": (175, 105, (0, 0, b"")),
    "delete_module": (176, 106, (b"none", 0)),
    "reboot_with_wrong_magic": (169, 142, (1, 2, 3, 0)),
    "swapon": (167, 224, (b"/none", 0)),
    "acct": (163, 89, (b"/none",)),
    "syslog": (103, 116, (10, 0, 0)),
    "quotactl": (179, 60, (0, 0, 0, 0)),
    "process_mrelease": (448, 448, (0, 0)),
    "setdomainname": (171, 162, (b"x", 1)),
    "a_call_that_nobody_knows": (4000, 4000, ()),
}

FAMILIES = ("AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_ALG", "AF_VSOCK", "AF_CAN", "AF_TIPC")


def attempt(name, facts):
    """Try one action; say ``done: ...`` or how it was refused, by the name of the error."""
    try:
        return f"done: {ACTIONS[name](facts)!r}"
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))
    except Exception as error:
        return type(error).__name__


def attempts(facts):
    """Try every action; return name -> outcome."""
    return {name: attempt(name, facts) for name in ACTIONS}


def call(number, *arguments):
    result = C.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def numbered(numbers):
    number = numbers[0] if INTEL else numbers[1]

    def action(facts):
        if number is None:
            raise OSError(errno.ENOSYS, "not on this machine")
        return call(number, *(facts[a] if isinstance(a, str) else a for a in numbers[2]))

    return action


def reading(name):
    def action(facts):
        descriptor = os.open(name.format(**facts), os.O_RDONLY)
        return os.read(descriptor, 64) if not os.path.isdir(name.format(**facts)) else os.listdir(descriptor)

    return action


def writing(name):
    return lambda facts: os.open(name.format(**facts), os.O_WRONLY | os.O_CREAT, 0o600)


def family(name):
    number = getattr(socket, name, None)
    kind = socket.SOCK_RAW if name in ("AF_PACKET", "AF_NETLINK") else socket.SOCK_DGRAM
    return lambda facts: call(41 if INTEL else 198, 1 if number is None else int(number), int(kind), 0)


def fork(facts):
    child = os.fork()
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)


def x32_getpid(facts):
    return call(0x40000000 + 39)


def i386_getpid():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\x53\xb8\x14\x00\x00\x00\xcd\x80\x5b\xc3")  # push rbx; mov eax, 20; int 0x80; pop rbx; ret
    function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    return function()


def open_descriptors(facts):
    found = []
    for descriptor in range(1024):
        try:
            found.append(os.fstat(descriptor) and descriptor)
        except OSError:
            continue
    sockets = [descriptor for descriptor in found if os.path.stat.S_ISSOCK(os.fstat(descriptor).st_mode)]
    devices = [os.fstat(descriptor).st_rdev for descriptor in found if descriptor not in sockets]
    return len(sockets), devices == [os.stat("/dev/null").st_rdev] * 3


def privileges(facts):
    return os.getgroups(), os.getuid() == os.geteuid(), resource.getrlimit(resource.RLIMIT_CORE)


def more_memory(facts):
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard * 2, hard * 2))


ACTIONS = {
    # what must be as it is described, rather than be refused
    "environment": lambda facts: sorted(os.environ),
    "open_descriptors": open_descriptors,
    "privileges": privileges,
    "own_folder": lambda facts: (os.listdir("."), os.getcwd() == os.environ["HOME"], oct(os.stat(".").st_mode)),
    "own_process": lambda facts: (os.kill(os.getpid(), 0), os.getsid(0) == os.getpid()),
    "arguments": lambda facts: sys.argv,
    # what must be refused
    **{name: numbered(numbers) for name, numbers in NUMBERS.items()},
    **{f"socket_{name}": family(name) for name in FAMILIES},
    "socketpair": lambda facts: socket.socketpair(),
    "fork": fork,
    "execv": lambda facts: os.execv("/bin/true", ["true"]),
    "posix_spawn": lambda facts: os.posix_spawn("/bin/true", ["true"], {}),
    "subprocess": lambda facts: subprocess.run(["/bin/true"], check=True),
    "system": lambda facts: os.system("exit 0") and os.kill(1, 0),
    "x32_call": x32_getpid,
    "kill_zygote": lambda facts: os.kill(facts["zygote"], 0),
    "kill_grader": lambda facts: os.kill(facts["grader"], 0),
    "kill_first_process": lambda facts: os.kill(1, 0),
    "kill_everything": lambda facts: os.kill(-1, 0),
    "kill_own_group": lambda facts: os.kill(0, 0),
    "signal_by_owner": lambda facts: fcntl.fcntl(0, fcntl.F_SETOWN, facts["zygote"]),
    "signal_choice": lambda facts: fcntl.fcntl(0, 10, 9),
    "lease": lambda facts: fcntl.fcntl(os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK),
    "outlive_the_parent": lambda facts: call(157 if INTEL else 167, 1, 0, 0, 0, 0),
    "become_dumpable": lambda facts: call(157 if INTEL else 167, 4, 1, 0, 0, 0),
    "limits_of_zygote": lambda facts: resource.prlimit(facts["zygote"], resource.RLIMIT_CPU),
    "affinity_of_zygote": lambda facts: os.sched_setaffinity(facts["zygote"], {0}),
    "more_memory": more_memory,
    "read_canary": reading("{canary}"),
    "read_passwd": reading("/etc/passwd"),
    "read_hostname": reading("/etc/hostname"),
    "read_own_environment": reading("/proc/self/environ"),
    "read_own_maps": reading("/proc/self/maps"),
    "read_own_descriptors": reading("/proc/self/fd"),
    "read_zygote_environment": reading("/proc/{zygote}/environ"),
    "read_zygote_command": reading("/proc/{zygote}/cmdline"),
    "read_grader_environment": reading("/proc/{grader}/environ"),
    "read_grader_memory": reading("/proc/{grader}/mem"),
    "read_grader_command": reading("/proc/{grader}/cmdline"),
    "read_first_process": reading("/proc/1/status"),
    "read_sys": reading("/sys/kernel"),
    "list_root": reading("/"),
    "list_tmp": reading("/tmp"),
    "list_home": reading("{home}"),
    "list_other_runs": reading(".."),
    "read_machine": reading("{repository}/autograder/sandbox/client.py"),
    "list_repository": reading("{repository}"),
    "import_machine": lambda facts: __import__("autograder.sandbox.nothing_of_this_name"),
    "path_to_repository": lambda facts: sys.path.index(facts["repository"]),
    "write_tmp": writing("/tmp/left_by_a_submission"),
    "write_var_tmp": writing("/var/tmp/left_by_a_submission"),
    "write_shm": writing("/dev/shm/left_by_a_submission"),
    "write_beside": writing("../left_by_a_submission"),
    "write_library": lambda facts: os.open(os.__file__, os.O_WRONLY),
    "append_to_canary": lambda facts: os.open(facts["canary"], os.O_WRONLY | os.O_APPEND),
    "truncate_library": lambda facts: os.truncate(os.__file__, 0),
    "remove_library": lambda facts: os.unlink(os.__file__),
    "rename_library": lambda facts: os.rename(os.__file__, "taken"),
    "chmod_library": lambda facts: os.chmod(os.__file__, 0o644),
    "chown_library": lambda facts: os.chown(os.__file__, os.getuid(), os.getgid()),
    "touch_library": lambda facts: os.utime(os.__file__),
    "attribute_of_library": lambda facts: os.setxattr(os.__file__, b"user.x", b"x"),
    "chmod_canary": lambda facts: os.chmod(facts["canary"], 0o777),
    "chmod_own_folder": lambda facts: os.chmod(".", 0),
    "folder_in_own_folder": lambda facts: os.mkdir("folder"),
    "symlink_in_own_folder": lambda facts: os.symlink("/etc/passwd", "link"),
    "hard_link_to_canary": lambda facts: os.link(facts["canary"], "link"),
    "fifo_in_own_folder": lambda facts: os.mkfifo("fifo"),
    "device_in_own_folder": lambda facts: os.mknod("device", 0o020600, os.makedev(1, 3)),
    "setuid": lambda facts: os.setuid(0 if os.getuid() else 1),
    "setgid": lambda facts: os.setgid(0 if os.getgid() else 1),
    "setgroups": lambda facts: os.setgroups([0]),
}
