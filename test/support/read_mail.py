"""Reads a mail from a file with Python's own parser and prints what a reader would see, as one line of JSON."""
import email
import email.policy
import hashlib
import json
import sys

with open(sys.argv[1], "rb") as file:
    message = email.message_from_binary_file(file, policy=email.policy.default)
html = message.get_body(("html",))
print(json.dumps({
    "parts": [part.get_content_type() for part in message.walk()],
    "html": html.get_content() if html is not None else "",
    "images": {
        part["content-id"]: hashlib.sha256(part.get_payload(decode=True)).hexdigest()
        for part in message.walk() if part["content-id"]
    },
    "headers": {name.lower(): str(value) for name, value in message.items()},
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
    "text": message.get_body(("plain",)).get_content(),
    "attachments": [
        {
            "filename": part.get_filename(),
            "content_type": part.get_content_type(),
            "sha256": hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest(),
        }
        for part in message.iter_attachments()
    ],
}))
