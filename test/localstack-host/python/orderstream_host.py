"""What LocalStack takes from Docker images or the internet, handed to it by orderstream instead.

Functions are answered by orderstream's own Lambda runtime, tables by the DynamoDB Local that it has started.
"""

import os
import urllib.request

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

LAMBDA_URL = os.environ.get("ORDERSTREAM_LAMBDA_URL", "")
LONGEST_INVOCATION_SECONDS = 905


class OrderstreamExecutor(RuntimeExecutor):
    """One execution environment, as LocalStack counts them. The process behind it is the runtime's choice."""

    def start(self, env_vars: dict[str, str]) -> None:
        pass

    def stop(self) -> None:
        pass

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return LAMBDA_URL

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        name = self.function_version.id.function_name
        url = f"{LAMBDA_URL}/2015-03-31/functions/{name}/invocations"
        request = urllib.request.Request(url, data=payload["payload"].encode())
        with urllib.request.urlopen(request, timeout=LONGEST_INVOCATION_SECONDS) as response:
            return InvocationResult(
                request_id=payload["invoke-id"],
                payload=response.read(),
                is_error=response.headers.get("X-Amz-Function-Error") is not None,
                logs="",
            )

    def get_logs(self) -> str:
        return ""

    @classmethod
    def prepare_version(cls, function_version) -> None:
        pass

    @classmethod
    def cleanup_version(cls, function_version) -> None:
        pass


class OrderstreamExecutorPlugin(RuntimeExecutorPlugin):
    name = "orderstream"

    def load(self, *args, **kwargs):
        return OrderstreamExecutor


@hooks.on_infra_start()
def use_running_dynamodb() -> None:
    """LocalStack would download DynamoDB Local and a Java. One listens on DYNAMODB_LOCAL_PORT already."""
    from localstack.services.dynamodb.server import DynamodbServer

    DynamodbServer.start_dynamodb = lambda self: True
    DynamodbServer.stop_dynamodb = lambda self: None
