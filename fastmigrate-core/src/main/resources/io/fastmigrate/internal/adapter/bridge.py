"""Calls the hooks of a config.py for fastmigrate.

Requests come on what was standard input, replies go to what was standard output: frames, each a line with the number of
its fields, then for each field a line with its length in bytes and the field itself in UTF-8. From the first line of
this program on, standard input is empty and standard output is standard error, so that whatever config.py, its libraries
and their processes read and write is apart from the frames.

All hooks run in one task of one event loop. When the requests end, or a signal asks for it, the hook that runs is
cancelled or interrupted, the connection is closed, and the process ends.
"""

import asyncio
import hashlib
import importlib.machinery
import importlib.util
import inspect
import os
import pathlib
import signal
import sys
import threading
import traceback

GRACE_SECONDS = 5
LONGEST_MESSAGE = 4000
REQUIRED = ["get_connection", "ensure_meta_table", "get_version", "set_version", "execute_sql"]

requests = REQUESTS  # noqa: F821, from whoever started this program
replies = os.fdopen(os.dup(1), "wb")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
if sys.path and sys.path[0] == "":
    del sys.path[0]
sys.argv = ["fastmigrate"]


class Db(str):
    """What was given as db: a text, and where a config.py takes it for a path, as good as a pathlib.Path."""

    def __getattr__(self, name):
        return getattr(pathlib.Path(self), name)

    def __truediv__(self, other):
        return pathlib.Path(self) / other


class Stopped(BaseException):
    """Raised in a hook that must not go on."""


class Loader(importlib.machinery.SourceFileLoader):
    """Reads config.py, and leaves no compiled file beside it."""

    def set_data(self, path, data, *, _mode=0o666):
        pass


def read():
    """Returns the next request, None after the last."""
    line = requests.readline()
    if not line.endswith(b"\n"):
        return None
    fields = []
    for _ in range(int(line)):
        size = requests.readline()
        field = requests.read(int(size)) if size.endswith(b"\n") else b""
        if not size.endswith(b"\n") or len(field) < int(size):
            return None
        fields.append(field.decode("utf-8", "surrogatepass"))
    return fields


def reply(*fields):
    encoded = [field.encode("utf-8", "backslashreplace") for field in fields]
    frame = [b"%d\n" % len(encoded)]
    for field in encoded:
        frame += [b"%d\n" % len(field), field]
    replies.write(b"".join(frame))
    replies.flush()


def describe(error, config):
    """Returns type, message, and the place in config.py."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "." + kind.__qualname__
    if name.startswith("fastmigrate_user_config_"):
        name = kind.__qualname__
    place = None
    if isinstance(error, SyntaxError) and error.filename:
        place = (error.filename, error.lineno)
        message = error.msg
    else:
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename == config:
                place = (config, line)
        try:
            message = str(error)
        except Exception:
            message = ""
    if len(message) > LONGEST_MESSAGE:
        message = message[: LONGEST_MESSAGE // 2] + " [...] " + message[-LONGEST_MESSAGE // 2 :]
    text = name + (": " + message if message else "")
    return text + (" (%s, line %s)" % place if place else "")


def load(config):
    """Loads config.py by the rules of the Python tool."""
    name = "fastmigrate_user_config_" + hashlib.sha256(config.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    spec = importlib.util.spec_from_file_location(name, config, loader=Loader(name, config))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    missing = [hook for hook in REQUIRED if not hasattr(module, hook)]
    if missing:
        raise AttributeError("config.py is missing required function(s): " + ", ".join(missing))
    hooks = {hook: getattr(module, hook) for hook in REQUIRED}
    hooks["close_connection"] = getattr(module, "close_connection", None)
    for hook, function in hooks.items():
        if not callable(function) and (hook in REQUIRED or function is not None):
            raise TypeError("config.py function '%s' is not callable" % hook)
    return hooks


class Server:
    """Does what the requests ask for, one after the other."""

    def __init__(self, hooks, config):
        self.hooks = hooks
        self.config = config
        self.conn = None
        self.open = False
        self.busy = False
        self.stopping = False
        self.closing = False

    async def serve(self):
        self.loop = asyncio.get_running_loop()
        self.task = asyncio.current_task()
        self.queue = asyncio.Queue()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.on_signal)
        threading.Thread(target=self.listen, daemon=True).start()
        try:
            while not self.stopping:
                request = await self.queue.get()
                if request is None or self.stopping:
                    break
                self.busy = True
                await self.answer(*request)
                self.busy = False
        except (Stopped, asyncio.CancelledError):
            self.stopping = True
        finally:
            self.closing = True
            if hasattr(self.task, "uncancel"):
                self.task.uncancel()
            await self.close()

    def listen(self):
        try:
            request = read()
            while request is not None:
                self.loop.call_soon_threadsafe(self.queue.put_nowait, request)
                request = read()
        finally:
            self.end()

    def end(self):
        """No one asks for anything any more."""
        threading.Thread(target=self.deadline, daemon=True).start()
        self.stopping = True
        self.loop.call_soon_threadsafe(self.queue.put_nowait, None)
        if self.busy:
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            else:
                import _thread

                _thread.interrupt_main()

    @staticmethod
    def deadline():
        threading.Event().wait(GRACE_SECONDS)
        os._exit(70)

    def on_signal(self, number, frame):
        if self.closing:
            return
        self.stopping = True
        if asyncio.current_task(self.loop) is self.task:
            raise Stopped()
        self.loop.call_soon_threadsafe(self.task.cancel)

    async def answer(self, name, *arguments):
        try:
            result = await self.call(name, *arguments)
        except BaseException as error:
            if self.stopping:
                raise
            reply("error", describe(error, self.config))
        else:
            reply("ok", result)

    async def call(self, name, *arguments):
        if name == "get_connection":
            self.conn = await self.result(name, Db(arguments[0]))
            self.open = True
            return ""
        if name == "close_connection":
            await self.close()
            return ""
        if name == "get_version":
            version = await self.result(name, self.conn)
            try:
                return str(int(version))
            except (TypeError, ValueError):
                raise TypeError("get_version returned %.200r, which is no integer" % (version,)) from None
        if name == "set_version":
            await self.result(name, self.conn, int(arguments[0]))
            return ""
        result = await self.result(name, self.conn, *arguments)
        return "true" if result is None or bool(result) else "false"

    async def result(self, name, *arguments):
        value = self.hooks[name](*arguments)
        return await value if inspect.isawaitable(value) else value

    async def close(self):
        """Closes once, whatever comes of it."""
        if self.open:
            self.open = False
            if self.hooks["close_connection"] is not None:
                await self.result("close_connection", self.conn)


def main():
    request = read()
    if request is None:
        return
    config = request[1]
    try:
        hooks = load(config)
    except BaseException as error:
        reply("error", describe(error, config))
        return
    reply("ok", "")
    asyncio.run(Server(hooks, config).serve())


main()
