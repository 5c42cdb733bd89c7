// Draws the document in this page. Runs in the browser, from the same origin, and sends no request to another.
const { Scalar } = window;
const content = JSON.parse(document.getElementById('document').textContent);
const { tryRequests } = document.body.dataset;

Scalar.createApiReference('#reference', {
  content,
  // Nothing from outside: no fonts, no telemetry, no assistant, no hosted client, no proxy.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  externalUrls: {},
  // Requests can be tried where the page comes from the platform itself.
  hideTestRequestButton: tryRequests !== 'yes',
  // Everything is in the page, so that the browser's own search finds it.
  defaultOpenAllTags: true,
  expandAllResponses: true,
  expandAllSchemaProperties: true,
  expandAllModelSections: true,
  documentDownloadType: 'none',
});
