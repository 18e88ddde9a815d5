"""A mail server on loopback that takes every letter and remembers to whom it came."""

import email
import socketserver
import threading
from collections import Counter, defaultdict


class PostOffice(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.port = self.server_address[1]
        self.letters: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """By recipient and subject: under which Message-IDs it came, and how often."""
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Counter(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib speaks."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 loopback")
        to: list[str] = []
        while line := self.rfile.readline():
            word = line.strip().decode(errors="replace")
            command = word.upper()[:4]
            if command == "DATA":
                self._say("354 go on")
                self._take(to)
                to = []
            elif command == "RCPT":
                to.append(word.partition(":")[2].strip().strip("<>"))
            self._say("221 bye" if command == "QUIT" else "250 ok")
            if command == "QUIT":
                return

    def _take(self, to: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        # Without its end it was not taken, and whoever sent it knows.
        if line:
            letter = email.message_from_bytes(b"".join(lines))
            for one in to:
                self.server.letters[one, str(letter["Subject"])][str(letter["Message-ID"])] += 1

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
