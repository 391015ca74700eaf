// The page shows what /catalog/data.json, flows.json and flow.svg say of the running hub; nothing about the hub stands in here.

import {code, element, lines, names, none, small, table, tag} from './elements.js';
import {first, flowLink, isFlow, load, start} from './flows.js';

function section(id, heads, items, rowId, cells) {
  document.getElementById(id).append(element('div', 'rows', table(heads, items, cells, rowId)));
}

function routes(catalog) {
  section('routes', ['Route', 'Consumes', 'Produces', 'Kamelets', 'Status'], catalog.routes, route => 'route:' + route.id, route => [
    lines([isFlow(route.id) ? flowLink(route.id, code(route.id)) : code(route.id), route.description, route.source ? small(route.source) : null]),
    lines([names(route.consumes), route.consumes.includes(route.from) ? null : small('from ' + route.from)]),
    lines([names(route.produces), route.onFailure.length ? small('on failure') : null, route.onFailure.length ? names(route.onFailure) : null]),
    names(route.kamelets),
    lines([tag(route.status, route.status === 'Started' ? 'good' : 'bad'), route.group ? small(route.group) : null])
  ]);
}

function value(parameter) {
  if (parameter.secret) {
    return tag('secret');
  }
  return parameter.default !== undefined ? code(parameter.default) : parameter.required ? tag('required') : none();
}

function kamelets(catalog) {
  section('kamelets', ['Kamelet', 'Parameters', 'Used by'], catalog.kamelets, kamelet => 'kamelet:' + kamelet.name, kamelet => [
    lines([code(kamelet.name), element('span', '', kamelet.title || '', ' ', kamelet.type ? tag(kamelet.type) : ''), small(kamelet.description || '')]),
    kamelet.parameters.length ? table(['Name', 'Type', 'Default', 'Meaning'], kamelet.parameters, about => [
      code(about.name), about.type || none(), value(about), about.description || about.title || none()
    ]) : none(),
    names(kamelet.usedBy)
  ]);
}

function eventTypes(catalog) {
  const producer = one => one.through.endsWith('*') ? one.by + '  (' + one.through + ')' : one.by;
  section('eventTypes', ['Type', 'Topic', 'Produced by', 'Consumed by'], catalog.eventTypes, type => 'topic:' + type.topic, type => [
    type.type === '*' ? 'every other type' : code(type.type), code(type.topic), names(type.producedBy.map(producer)), names(type.consumedBy)
  ]);
}

function destinations(catalog) {
  section('destinations', ['Destination', 'Queue', 'Actions', 'Circuit'], catalog.destinations, one => 'topic:' + one.topic, one => [
    lines([code(one.name), element('span', '', tag(one.kind), ' ', one.enabled ? '' : tag('off', 'bad')),
      small(one.idempotent ? 'drops repetitions itself' : 'the hub guards against repetitions')]),
    lines([code(one.topic), one.route ? element('span', '', '→ ', code(one.route)) : tag('nobody delivers', 'bad')]),
    one.actions.length ? table(['Action', 'Planned by', 'Why', 'Mapping'], one.actions, action => [
      code(action.action), code(action.route), action.why || none(),
      element('span', '', code(action.mapping), ' ', action.mappingExists ? '' : tag('missing', 'bad'))
    ]) : none(),
    one.circuit ? tag(one.circuit, one.circuit === 'CLOSED' ? 'good' : 'bad') : none()
  ]);
}

function operations(catalog) {
  section('operations', ['Operation', 'Request', 'Meaning', 'Route'], catalog.operations, one => 'from:direct:' + one.operationId, one => [
    code(one.operationId), code(one.method + ' ' + one.path), one.summary || '', one.route ? code(one.route) : tag('no route', 'bad')
  ]);
}

function search() {
  const wanted = document.getElementById('search').value.trim().toLowerCase();
  document.querySelectorAll('.rows > table > tbody > tr').forEach(row => {
    row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
  });
  document.querySelectorAll('#flows details').forEach(more => {
    more.open = wanted !== '';
  });
  document.querySelectorAll('#flow .node').forEach(node => {
    node.classList.toggle('hit', wanted !== '' && node.textContent.toLowerCase().includes(wanted));
  });
}

async function main() {
  const answer = await fetch('/catalog/data.json');
  if (!answer.ok) {
    throw new Error('the hub answered ' + answer.status);
  }
  const catalog = await answer.json();
  await load();
  document.getElementById('summary').textContent = catalog.routes.length + ' routes, ' + catalog.kamelets.length + ' kamelets, '
    + catalog.eventTypes.length + ' event types, ' + catalog.destinations.length + ' destinations, as the hub runs now';
  [routes, kamelets, eventTypes, destinations, operations].forEach(show => show(catalog));
  await start();
  search();
  // The row a link names was not there yet when the browser looked for it.
  const wanted = location.hash;
  if (wanted && !wanted.startsWith('#flow=')) {
    location.hash = '';
    location.hash = wanted;
  }
}

document.getElementById('search').addEventListener('input', search);
document.getElementById('search').addEventListener('keydown', event => {
  if (event.key === 'Enter') {
    first();
  }
});
main().catch(failure => {
  document.getElementById('summary').textContent = 'The catalog could not be read: ' + failure.message;
});
