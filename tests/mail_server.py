"""A mail server on this machine that keeps what it accepts, and misbehaves as it is told."""

import contextlib
import email
import email.policy
import socket
import socketserver
import threading

HANG_UP = None
OK = "250 OK"


def accept_everything(stage, text):
    """Answer OK at each stage: "greeting", "rcpt", "data" (the letter is here) and "accepted" (and kept)."""
    return OK


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.conversations += 1
        with contextlib.suppress(ConnectionError):
            if not self.judged("greeting", "", good="220 ready"):
                return
            while line := self.rfile.readline():
                if not self.answered(line.decode().strip()):
                    return

    def answered(self, line):
        command = line.upper()
        if command.startswith("RCPT"):
            return self.judged("rcpt", line)
        if command == "DATA":
            self.say("354 go on")
            return self.took_letter()
        self.say("221 bye" if command == "QUIT" else OK)
        return command != "QUIT"

    def took_letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        raw = b"".join(lines)
        verdict = self.server.judge("data", raw.decode())
        if verdict != OK:
            return self.say(verdict)
        self.server.accepted.append(raw)
        return self.judged("accepted", raw.decode())

    def judged(self, stage, text, *, good=OK):
        verdict = self.server.judge(stage, text)
        return self.say(good if verdict == OK else verdict)

    def say(self, words):
        """Answer, or hang up. Return whether the conversation goes on."""
        if words is HANG_UP:
            return False
        self.wfile.write(f"{words}\r\n".encode())
        return True


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.judge = accept_everything
        self.accepted = []
        self.conversations = 0

    @property
    def port(self):
        return self.server_address[1]

    @property
    def letters(self):
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.accepted]

    @property
    def message_ids(self):
        return [letter["Message-ID"] for letter in self.letters]


@contextlib.contextmanager
def running():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def closed_port():
    """Return a port at which nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
