"""A headless Chromium with one page, driven by its DevTools protocol over two pipes."""

import base64
import itertools
import json
import os
import subprocess
import tempfile
import time


class PageChanged(Exception):
    """Another page came while the old one was asked."""


class Browser:
    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        read_commands, commands = os.pipe()
        answers, write_answers = os.pipe()

        def connect():
            # Chromium reads from 3 and writes to 4; first out of the way, as the pipes may have these numbers.
            high = [os.dup2(pipe, 50 + index) for index, pipe in enumerate((read_commands, write_answers))]
            for number, pipe in zip((3, 4), high):
                os.dup2(pipe, number)
                os.set_inheritable(number, True)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            preexec_fn=connect, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(read_commands)
        os.close(write_answers)
        self.commands = os.fdopen(commands, "wb", buffering=0)
        self.answers = answers
        self.buffer = b""
        self.ids = itertools.count(1)
        self.events = []
        self.session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Network.setCacheDisabled", cacheDisabled=True)
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()

    def message(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.answers, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium ended")
            self.buffer += piece
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)

    def send(self, method, **parameters):
        number = next(self.ids)
        command = {"id": number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        self.commands.write(json.dumps(command).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == number:
                if "navigated" in message.get("error", {}).get("message", ""):
                    raise PageChanged
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def evaluate(self, expression):
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression, seconds=60):
        """Waits until the expression is true; returns whether it became so."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.evaluate(f"Boolean({expression})"):
                    return True
            except PageChanged:
                pass
            time.sleep(0.02)
        return False

    def open(self, address):
        """Opens a page, and waits until it is loaded. Returns what happened until then."""
        self.events = []
        self.send("Page.navigate", url=address)
        self.wait(f"document.readyState === 'complete' && location.href !== 'about:blank'")
        return self.events

    def look(self, width, dark=False, media=""):
        """Sets the width of the window, what the reader's system prefers, and the medium."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        preferred = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", media=media, features=preferred)

    def press(self, key, text=""):
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key)

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))
