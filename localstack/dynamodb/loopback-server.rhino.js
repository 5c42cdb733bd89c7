// DynamoDB Local has no option for the two things that this script does, run by Rhino (JavaScript on the JVM) so that no Java
// compiler is needed. It builds the server from the same command line; then
// - it listens on loopback alone, not on all interfaces;
// - its file is written ahead (see docs/adr/0047): SQLite's default is a journal file and several flushes for every write.
var arguments_ = Array.prototype.slice.call(arguments);
var proxy =
  Packages.software.amazon.dynamodb.services.local.main.ServerRunner.createServerFromCommandLineArgs(arguments_);

function field(object, type, name) {
  var declared = type.getDeclaredField(name);
  declared.setAccessible(true);
  return declared.get(object);
}

function tables() {
  var handler = field(proxy, proxy.getClass(), 'serverHandler');
  var requests = field(handler, handler.getClass().getSuperclass(), 'primaryHandler');
  var open = requests.getClass().getDeclaredMethod('getHandler', java.lang.String);
  open.setAccessible(true);
  var client = open.invoke(requests, 'shared');
  var access = field(client, client.getClass(), 'dbAccess');
  return field(access, access.getClass(), 'queue');
}

function writeAhead(connection) {
  var mode = connection.prepare('PRAGMA journal_mode = WAL');
  mode.step();
  var actual = mode.columnString(0);
  mode.dispose();
  if (actual != 'wal') throw new Error('SQLite does not write ahead, its journal mode is ' + actual);
  connection.exec('PRAGMA synchronous = NORMAL');
}

if (arguments_.indexOf('-inMemory') < 0) {
  var job = new JavaAdapter(Packages.com.almworks.sqlite4java.SQLiteJob, {
    job: function (connection) {
      writeAhead(connection);
      return null;
    },
  });
  tables().execute(job).get();
}
field(proxy, proxy.getClass(), 'server').getConnectors()[0].setHost('127.0.0.1');
proxy.safeStart();
proxy.join();
