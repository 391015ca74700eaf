// The list of flows, and the one that the address names: /catalog#flow=<id>.

import {code, element, lines, link, none, table, tag} from './elements.js';
import {Picture} from './picture.js';

const PREFIX = '#flow=';
const byId = id => document.getElementById(id);
const hashOf = id => PREFIX + encodeURIComponent(id);
let flows = [];
let wanted = null;

const picture = new Picture(byId('flow'), percent => {
  byId('scale').textContent = percent + ' %';
});

// A broken escape is a name nobody has, and told as such.
function named(hash) {
  try {
    return decodeURIComponent(hash.slice(PREFIX.length));
  } catch (broken) {
    return hash.slice(PREFIX.length);
  }
}

const rows = some => element('div', 'rows', table(['Flow', 'Set off by', 'Leads to'], some, flow => [
  lines([link(hashOf(flow.id), code(flow.id)), element('span', '', flow.description || '', ' ', flow.off ? tag('off', 'bad') : '')]),
  flow.from.length ? code(flow.from.join(', ')) : none(),
  flow.to.length ? code('→ ' + flow.to.join(', ')) : none()
]));

function list() {
  const rest = flows.filter(flow => !flow.to.length);
  byId('flows').append(rows(flows.filter(flow => flow.to.length)), element('details', '',
    element('summary', '', rest.length + ' more that answer or keep house'), rows(rest)));
}

function choices() {
  const made = new Map();
  flows.forEach(flow => {
    const group = flow.group || 'beans';
    made.set(group, [...(made.get(group) || []), flow]);
  });
  byId('choose').append(...[...made].map(([group, members]) => {
    const options = element('optgroup', '', members.map(flow => new Option(flow.id, flow.id)));
    options.label = group;
    return options;
  }));
}

async function drawn(id) {
  const answer = await fetch('/catalog/flow.svg?flow=' + encodeURIComponent(id));
  if (!answer.ok) {
    throw new Error(answer.status === 404 ? 'There is no flow ' + id + '.' : 'The hub answered ' + answer.status + '.');
  }
  return document.importNode(new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement, true);
}

async function open(id) {
  wanted = id;
  byId('failed').textContent = '';
  try {
    const svg = id === null ? null : await drawn(id);
    if (wanted === id) {
      show(id, svg);
    }
  } catch (failure) {
    if (wanted === id) {
      show(null, null);
      byId('failed').textContent = failure.message;
    }
  }
}

function show(id, svg) {
  const flow = flows.find(one => one.id === id);
  byId('flows').hidden = svg !== null;
  byId('one').hidden = svg === null;
  byId('choose').value = flow ? id : '';
  document.title = (svg ? id + ' – ' : '') + 'Catalog of the integration hub';
  if (svg) {
    byId('name').textContent = id;
    byId('about').textContent = flow && flow.description || '';
    picture.show(svg, node => {
      location.hash = node;
    });
    byId('one').scrollIntoView();
    byId('flow').focus({preventScroll: true});
  }
}

function follow() {
  if (location.hash.startsWith(PREFIX)) {
    const id = named(location.hash);
    return id === wanted ? byId('one').scrollIntoView() : open(id);
  }
  // The other marks are rows of the tables; the flow stays as it is.
  return location.hash === '' || location.hash === '#flows' ? open(null) : undefined;
}

/** The first flow in the list that the search left. */
export function first() {
  const found = byId('flows').querySelector('tbody tr:not([hidden]) a');
  if (found) {
    location.hash = found.hash;
  }
}

export const isFlow = id => flows.some(flow => flow.id === id);
export const flowLink = (id, ...children) => link(hashOf(id), ...children);

export async function load() {
  const answer = await fetch('/catalog/flows.json');
  if (!answer.ok) {
    throw new Error('the hub answered ' + answer.status);
  }
  flows = await answer.json();
  list();
  choices();
}

export function start() {
  byId('choose').addEventListener('change', event => {
    location.hash = event.target.value ? hashOf(event.target.value) : '#flows';
  });
  byId('in').addEventListener('click', () => picture.in());
  byId('out').addEventListener('click', () => picture.out());
  byId('reset').addEventListener('click', () => picture.reset());
  window.addEventListener('hashchange', follow);
  return follow();
}
