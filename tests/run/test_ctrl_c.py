"""Ctrl-C waits until what must not be cut short is done, and no longer."""

import signal
import subprocess
import sys
import threading

import pytest

from sim.run.ctrl_c import ctrl_c_held_back

CHILD = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"


def held(*steps):
    """Do some steps in a block in which Ctrl-C is held back."""
    with ctrl_c_held_back():
        for step in steps:
            step()


def press():
    """Press Ctrl-C."""
    signal.raise_signal(signal.SIGINT)


def test_it_comes_after_the_block():
    done = []
    with pytest.raises(KeyboardInterrupt):
        held(press, lambda: done.append("to the end"))
    assert done == ["to the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_it_nothing_comes():
    held()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that other threads get")
def test_pressed_twice_it_does_not_wait():
    """Once the first was noted, the second interrupts; a thread without the mask takes the signal, as in life."""
    done, pressed = [], threading.Event()

    def twice():
        for _ in range(2):
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            pressed.wait(0.2)

    other = threading.Thread(target=lambda: (signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT}), twice()))
    little_waits = [lambda: pressed.wait(0.01)] * 500
    with pytest.raises(KeyboardInterrupt):
        held(other.start, *little_waits, lambda: done.append("too late"))
    other.join()
    assert done == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_failure_in_the_block_counts_more():
    with pytest.raises(ZeroDivisionError):
        held(press, lambda: 1 / 0)


def test_other_threads_are_left_alone():
    told = []

    def block():
        with ctrl_c_held_back():
            told.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert told == [signal.default_int_handler]


@pytest.mark.skipif(sys.platform == "win32", reason="has no signal mask")
@pytest.mark.parametrize("is_held", [True, False])
def test_processes_that_start_meanwhile_are_deaf(is_held):
    if is_held:
        with ctrl_c_held_back():
            child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, encoding="utf-8", check=True)
    else:
        child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, encoding="utf-8", check=True)
    assert child.stdout.strip() == str(is_held)
