/**
 * Stands for `semver` in the bundles. The tracer's libraries ask it one question, whether a version of Node or of the SDK is
 * recent enough, and it is 29 KB to read at every cold start.
 */
const parts = (version) => version.split('-')[0].split('.').map(Number);

exports.gte = (version, least) => {
  const [ours, theirs] = [parts(version), parts(least)];
  const at = theirs.findIndex((part, index) => ours[index] !== part);
  return at < 0 || ours[at] > theirs[at];
};
