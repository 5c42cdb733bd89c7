#!/usr/bin/env bash
# standardwebhooks 1.1.0 (PyPI), Python 3.9 or newer.
#
# `Webhook.sign` takes a datetime and replaces its zone by UTC instead of converting it. The same instant, once written with
# an offset of five hours and once in UTC, gives two signatures; the former is the one of an instant five hours later:
#
#   12:00+05:00 signs like 12:00+00:00: True
#   12:00+05:00 signs like 07:00+00:00 (the same instant): False
#
# A receiver that is given the true Unix time in `webhook-timestamp` refuses the message. Convert to UTC before signing.
# Exits 0 while that is so, 1 once the output differs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0
seen=$(environment/bin/python - <<'END'
from datetime import datetime, timedelta, timezone

from standardwebhooks.webhooks import Webhook

webhook = Webhook("whsec_" + "c2VjcmV0IG9mIGEgZmluZGluZw==")
noon = datetime(2026, 1, 1, 12, 0, tzinfo=timezone(timedelta(hours=5)))
signed = webhook.sign("message", noon, "{}")
print("12:00+05:00 signs like 12:00+00:00:", signed == webhook.sign("message", noon.replace(tzinfo=timezone.utc), "{}"))
print(
    "12:00+05:00 signs like 07:00+00:00 (the same instant):",
    signed == webhook.sign("message", noon.astimezone(timezone.utc), "{}"),
)
END
)
expected='12:00+05:00 signs like 12:00+00:00: True
12:00+05:00 signs like 07:00+00:00 (the same instant): False'
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { printf 'It differs from what was seen:\n%s\n' "$expected" >&2; exit 1; }
