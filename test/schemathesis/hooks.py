"""What schemathesis cannot know: which orders there are, and what is for sale. Loaded by SCHEMATHESIS_HOOKS.

Half of what is generated meets something that exists; the other half stays as it is. Which half is decided by the value
itself, so that a run is repeated by its seed.
"""

import hashlib
import os

import schemathesis

ORDERS = os.environ["ORDERSTREAM_ORDERS"].split(",")
SKU = os.environ["ORDERSTREAM_SKU"]
LONGEST_WAIT_SECONDS = 1


def digest(value):
    return hashlib.sha256(repr(value).encode("utf-8", "replace")).digest()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    if not path_parameters or "id" not in path_parameters:
        return path_parameters
    chosen = digest(path_parameters["id"])
    return {**path_parameters, "id": ORDERS[chosen[1] % len(ORDERS)]} if chosen[0] % 2 else path_parameters


@schemathesis.hook
def map_query(context, query):
    """A status that is waited for to the end of its time tells no more than one that is waited for a second."""
    if context.operation.path.endswith("/status/next"):
        return {**(query or {}), "wait": LONGEST_WAIT_SECONDS} if "wait" not in (query or {}) else shortened(query)
    return shortened(query)


def shortened(query):
    wait = str((query or {}).get("wait", ""))
    if wait.isascii() and wait.isdigit() and int(wait) > LONGEST_WAIT_SECONDS and int(wait) <= 20:
        return {**query, "wait": LONGEST_WAIT_SECONDS}
    return query


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict) or not isinstance(body.get("items"), list) or not digest(body)[0] % 2:
        return body
    items = [{**item, "sku": SKU} if isinstance(item, dict) and "sku" in item else item for item in body["items"]]
    return {**body, "items": items, "currency": "GBP", "payment_token": "tok_approve"}
