// DynamoDB Local listens on all interfaces and has no option against it. This script, run by Rhino (JavaScript on the JVM) so that
// no Java compiler is needed, builds its server from the same command line and binds it to loopback before it starts.
var arguments_ = Array.prototype.slice.call(arguments);
var proxy =
  Packages.software.amazon.dynamodb.services.local.main.ServerRunner.createServerFromCommandLineArgs(arguments_);
var server = proxy.getClass().getDeclaredField('server');
server.setAccessible(true);
server.get(proxy).getConnectors()[0].setHost('127.0.0.1');
proxy.safeStart();
proxy.join();
