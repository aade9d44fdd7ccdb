"""What holds for every test: invented examples are the same on each run, and a busy machine is no fault."""

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what runs behind it, and programs inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)
