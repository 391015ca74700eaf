// The page shows what /catalog/data.json and /catalog/flow.svg say of the running hub; nothing about the hub stands in here.
// Everything is put in as text, never as markup.
'use strict';

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  children.flat().filter(child => child !== null && child !== undefined).forEach(child => made.append(child));
  return made;
}

const code = text => element('code', '', text);
const small = text => element('small', '', text);
const tag = (text, kind) => element('span', 'tag ' + (kind || ''), text);
const none = () => element('span', 'none', '–');
const names = list => list && list.length ? element('div', 'names', list.map(name => element('div', '', name))) : none();
const lines = parts => element('div', '', parts.filter(part => part !== null && part !== undefined && part !== '').map(part => element('div', '', part)));

function table(section, heads, items, id, cells) {
  const body = element('tbody', '', items.map(item => {
    const row = element('tr', '', cells(item).map(cell => element('td', '', cell)));
    row.id = id(item);
    return row;
  }));
  const whole = element('table', '', element('thead', '', element('tr', '', heads.map(head => element('th', '', head)))), body);
  document.getElementById(section).append(element('div', 'rows', whole));
}

function routes(catalog) {
  table('routes', ['Route', 'Consumes', 'Produces', 'Kamelets', 'Status'], catalog.routes, route => 'route:' + route.id, route => [
    lines([code(route.id), route.description, route.source ? small(route.source) : null]),
    lines([names(route.consumes), route.consumes.includes(route.from) ? null : small('from ' + route.from)]),
    lines([names(route.produces), route.onFailure.length ? small('on failure') : null, route.onFailure.length ? names(route.onFailure) : null]),
    names(route.kamelets),
    lines([tag(route.status, route.status === 'Started' ? 'good' : 'bad'), route.group ? small(route.group) : null])
  ]);
}

function parameter(about) {
  const value = about.secret ? tag('secret') : about.default !== undefined ? code(about.default) : about.required ? tag('required') : none();
  return element('tr', '', element('td', '', code(about.name)), element('td', '', about.type || ''), element('td', '', value),
    element('td', '', about.description || about.title || ''));
}

function kamelets(catalog) {
  table('kamelets', ['Kamelet', 'Parameters: type, default, meaning', 'Used by'], catalog.kamelets, kamelet => 'kamelet:' + kamelet.name, kamelet => [
    lines([code(kamelet.name), element('span', '', kamelet.title || '', ' ', kamelet.type ? tag(kamelet.type) : ''), small(kamelet.description || '')]),
    kamelet.parameters.length ? element('table', '', element('tbody', '', kamelet.parameters.map(parameter))) : none(),
    names(kamelet.usedBy)
  ]);
}

function eventTypes(catalog) {
  const producer = one => one.through.endsWith('*') ? one.by + '  (' + one.through + ')' : one.by;
  table('eventTypes', ['Type', 'Topic', 'Produced by', 'Consumed by'], catalog.eventTypes, type => 'topic:' + type.topic, type => [
    type.type === '*' ? 'every other type' : code(type.type), code(type.topic), names(type.producedBy.map(producer)), names(type.consumedBy)
  ]);
}

function destinations(catalog) {
  const action = one => element('tr', '', element('td', '', code(one.action)), element('td', '', code(one.route)),
    element('td', '', one.why || ''), element('td', '', code(one.mapping), ' ', one.mappingExists ? '' : tag('missing', 'bad')));
  table('destinations', ['Destination', 'Queue', 'Actions: planned by, why, mapping', 'Circuit'], catalog.destinations, one => 'topic:' + one.topic, one => [
    lines([code(one.name), element('span', '', tag(one.kind), ' ', one.enabled ? '' : tag('off', 'bad')),
      small(one.idempotent ? 'drops repetitions itself' : 'the hub guards against repetitions')]),
    lines([code(one.topic), one.route ? element('span', '', '→ ', code(one.route)) : tag('nobody delivers', 'bad')]),
    one.actions.length ? element('table', '', element('tbody', '', one.actions.map(action))) : none(),
    one.circuit ? tag(one.circuit, one.circuit === 'CLOSED' ? 'good' : 'bad') : none()
  ]);
}

function operations(catalog) {
  table('operations', ['Operation', 'Request', 'Meaning', 'Route'], catalog.operations, one => 'from:direct:' + one.operationId, one => [
    code(one.operationId), code(one.method + ' ' + one.path), one.summary || '', one.route ? code(one.route) : tag('no route', 'bad')
  ]);
}

function search() {
  const wanted = document.getElementById('search').value.trim().toLowerCase();
  document.querySelectorAll('.rows > table > tbody > tr').forEach(row => {
    row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
  });
  document.querySelectorAll('#flow .node').forEach(node => {
    node.classList.toggle('hit', wanted !== '' && node.textContent.toLowerCase().includes(wanted));
  });
}

// Everything before and behind a box, along the lines. A line into a frame leads to all in it.
function way(svg, start) {
  const edges = [...svg.querySelectorAll('.edge')];
  const familyOf = new Map([...svg.querySelectorAll('.node[data-family]')].map(node => [node.dataset.id, node.dataset.family]));
  const found = new Set([start.dataset.id]);
  const used = new Set();
  const follow = (id, near, far, seen) => {
    edges.filter(edge => edge.dataset[near] === id || near === 'to' && edge.dataset.to === familyOf.get(id)).forEach(edge => {
      used.add(edge);
      const next = edge.dataset[far];
      const reached = next.startsWith('family:') ? [...familyOf].filter(entry => entry[1] === next).map(entry => entry[0]) : [next];
      reached.filter(one => !seen.has(one)).forEach(one => {
        seen.add(one);
        found.add(one);
        follow(one, near, far, seen);
      });
    });
  };
  follow(start.dataset.id, 'from', 'to', new Set([start.dataset.id]));
  follow(start.dataset.id, 'to', 'from', new Set([start.dataset.id]));
  svg.querySelectorAll('.node').forEach(node => node.classList.toggle('way', found.has(node.dataset.id)));
  edges.forEach(edge => edge.classList.toggle('way', used.has(edge)));
}

async function flow() {
  const answer = await fetch('/catalog/flow.svg');
  const parsed = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml');
  const svg = document.importNode(parsed.documentElement, true);
  svg.querySelectorAll('.node').forEach(node => {
    node.addEventListener('mouseenter', () => {
      way(svg, node);
      svg.classList.add('pointed');
    });
    node.addEventListener('mouseleave', () => svg.classList.remove('pointed'));
    node.addEventListener('click', () => {
      document.getElementById('search').value = '';
      search();
      location.hash = node.dataset.id;
    });
  });
  document.getElementById('flow').append(svg);
}

async function main() {
  const answer = await fetch('/catalog/data.json');
  if (!answer.ok) {
    throw new Error('the hub answered ' + answer.status);
  }
  const catalog = await answer.json();
  document.getElementById('summary').textContent = catalog.routes.length + ' routes, ' + catalog.kamelets.length + ' kamelets, '
    + catalog.eventTypes.length + ' event types, ' + catalog.destinations.length + ' destinations, as the hub runs now';
  [routes, kamelets, eventTypes, destinations, operations].forEach(show => show(catalog));
  await flow();
  search();
  // The row a link names was not there yet when the browser looked for it.
  const wanted = location.hash;
  if (wanted) {
    location.hash = '';
    location.hash = wanted;
  }
}

document.getElementById('search').addEventListener('input', search);
document.getElementById('fit').addEventListener('click', event => {
  const fits = document.getElementById('flow').classList.toggle('fit');
  event.target.setAttribute('aria-pressed', String(fits));
});
main().catch(failure => {
  document.getElementById('summary').textContent = 'The catalog could not be read: ' + failure.message;
});
