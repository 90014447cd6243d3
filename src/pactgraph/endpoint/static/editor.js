"use strict";
// Starts Yasgui on this server's endpoint; its completers ask this server and no other.

const ask = (kind) => (_yasqe, token) => {
  const text = ((token && (token.autocompletionString || token.string)) || "").replace(/[<>]/g, "");
  const address = `/completions?kind=${kind}&text=${encodeURIComponent(text)}`;
  return fetch(address).then((answer) => (answer.ok ? answer.json() : []));
};

const start = (prefixes) => {
  const endpoint = new URL("/sparql", window.location.href).href;
  const completers = Yasgui.Yasqe.Autocompleters;
  completers.class.get = ask("class");
  completers.property.get = ask("property");
  completers.prefixes.persistenceId = null; // the list is read anew each time, not kept for a month
  const declared = Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`);
  const value = `${declared.join("\n")}\n\nSELECT ?class (COUNT(*) AS ?number)\nWHERE { ?thing a ?class }\nGROUP BY ?class\nORDER BY DESC(?number)\n`;
  Yasgui.Yasqe.defaults.value = value;
  Yasgui.Yasqe.defaults.prefixCcApi = "/prefixes.json";
  Yasgui.Yasr.defaults.prefixes = prefixes;
  new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: `pactgraph_${endpoint}`,
  });
};

fetch("/prefixes.json")
  .then((answer) => answer.json())
  .then(start);
