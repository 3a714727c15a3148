// Turns a network file into JSON, by the reader of the program that the format is for.
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import Graph from "graphology";
import gexf from "graphology-gexf/node/index.js";
import graphml from "graphology-graphml/node/index.js";

const [, , format, path] = process.argv;
const content = readFileSync(path, "utf8");

function ofGraphology(graph) {
  return {
    nodes: graph.mapNodes((id, values) => ({ id, values })),
    edges: graph.mapEdges((_, values, source, target) => ({ source, target, values })),
  };
}

function ofCytoscape(parsed) {
  const graph = cytoscape({ headless: true, elements: parsed.elements });
  const without = (values, names) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  return {
    nodes: graph.nodes().map((node) => ({ id: node.id(), values: without(node.data(), ["id", "value", "name"]) })),
    edges: graph.edges().map((edge) => ({
      source: edge.data("source"),
      target: edge.data("target"),
      values: without(edge.data(), ["id", "source", "target"]),
    })),
  };
}

const read = {
  gexf: () => ofGraphology(gexf.parse(Graph, content)),
  graphml: () => ofGraphology(graphml.parse(Graph, content)),
  cytoscape: () => ofCytoscape(JSON.parse(content)),
};
process.stdout.write(JSON.stringify(read[format]()));
