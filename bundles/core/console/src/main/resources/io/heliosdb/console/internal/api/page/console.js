/** The console: looks at the server every two seconds and does what its buttons say. Whatever comes from there is text. */
import { bars, lines } from '/charts.js';

const EVERY = 2000;
const PATIENCE = 10000;
const MOST_ROWS = 200;
const API = '/api/v1/';
const by = id => document.getElementById(id);

let csrf = '';
let timer = 0;
let round = 0;
let connections = [];
let bundles = new Map();

// The console's own protocol: whoever looks at the page is no client of the database.
const ADMIN = 'admin';

// The server.

class Problem extends Error {
  constructor(status, detail, body) {
    super(detail);
    this.status = status;
    this.body = body;
  }
}

async function ask(path, { method = 'GET', json, file } = {}) {
  const headers = {};
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  if (file) headers['Content-Type'] = 'application/java-archive';
  const response = await fetch(API + path, {
    // Looks are soon answered or not at all; a bundle takes the time of its probes.
    signal: method === 'GET' ? AbortSignal.timeout(PATIENCE) : undefined,
    method, headers, body: file ?? (json === undefined ? undefined : JSON.stringify(json)), credentials: 'same-origin', cache: 'no-store',
  });
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Problem(response.status, body.detail ?? response.statusText, body);
  return body;
}

// Elements.

function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class') element.className = value;
    else if (name.startsWith('data-') || name.startsWith('aria-') || name === 'scope') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Sets a text only where it changes, so that a selection and a screen reader are left alone. */
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Rows for items: one that is there stays, so that what has the focus keeps it. */
function rows(body, items, keyOf, make) {
  const before = new Map([...body.children].map(row => [row.dataset.key, row]));
  let place = body.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let row = before.get(key);
    const cells = make(item);
    if (row) {
      before.delete(key);
      cells.forEach((cell, i) => {
        const old = row.children[i];
        if (old.dataset.stays !== cell.dataset.stays || cell.dataset.stays === undefined) {
          if (!old.isEqualNode(cell)) old.replaceWith(cell);
        }
      });
    } else {
      row = el('tr', { 'data-key': key }, ...cells);
    }
    if (row === place) place = place.nextElementSibling;
    else body.insertBefore(row, place);
  }
  for (const row of before.values()) row.remove();
}

function cell(label, text, style = '') {
  return el('td', { 'data-label': label, class: style + (text === '' ? ' empty' : '') }, text);
}

function button(text, label, action, style = 'small') {
  return el('button', { type: 'button', class: style, onclick: action, 'aria-label': label }, text);
}

/** A cell that is made anew only when what it stands for changes: buttons and what can be unfolded. */
function staying(state, style, ...children) {
  return el('td', { class: style, 'data-stays': state }, ...children);
}

// Amounts.

const figures = (value, most) => new Intl.NumberFormat('en', { maximumSignificantDigits: most }).format(value);

function latency(seconds) {
  if (!seconds) return '–';
  return seconds < 1 ? `${figures(seconds * 1000, 2)} ms` : `${figures(seconds, 3)} s`;
}

function rate(value) {
  return value < 10 ? figures(value, 2) : figures(Math.round(value), 12);
}

function age(seconds) {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

const sum = (items, what) => items.reduce((total, item) => total + what(item), 0);

// Questions to whoever sits here.

function told(text, bad = false) {
  by('told').className = bad ? 'told bad' : 'told';
  say(by('told'), text);
}

/** @returns the fields' values, or null where it was not confirmed */
function confirmed({ title, text, action, danger = false, fields = [] }) {
  const dialog = by('dialog');
  say(by('dialog-title'), title);
  say(by('dialog-text'), text);
  say(by('dialog-do'), action);
  by('dialog-do').className = danger ? 'danger' : 'primary';
  const inputs = fields.map(field => el('input', { name: field.name, ...field.input }));
  by('dialog-fields').replaceChildren(...fields.map((field, i) => inputs[i].type === 'checkbox'
    ? el('label', {}, inputs[i], field.label)
    : el('label', {}, el('span', {}, field.label), inputs[i])));
  dialog.returnValue = '';
  dialog.showModal();
  (inputs[0] ?? by('dialog-do')).focus();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    const values = Object.fromEntries(inputs.map(input => [input.name,
      input.type === 'checkbox' ? input.checked : input.type === 'file' ? input.files[0] : input.value]));
    resolve(dialog.returnValue === 'do' ? values : null);
  }, { once: true }));
}

async function act(question, request, done) {
  const values = await confirmed(question);
  if (values === null) return;
  told('Working…');
  try {
    const answer = await request(values);
    told(done(answer));
  } catch (fault) {
    told(fault.message, true);
  }
  await look();
}

// Bundles.

const SHARE = [
  { name: 'share', label: 'Share of the new connections, percent', input: { type: 'number', min: 1, max: 100, value: 10, required: true } },
  { name: 'time', label: 'All of them after, if it is healthy until then (empty: it stays a canary)', input: { type: 'text', value: '15 min', placeholder: '15 min' } },
];

const shareOf = values => ({ share: Number(values.share), ...(values.time.trim() && Number(values.share) < 100 ? { time: values.time.trim() } : {}) });
const titleOf = bundle => `${bundle.symbolicName || bundle.file} ${bundle.version}`.trim();
const stateOf = bundle => `${titleOf(bundle)} is ${bundle.state}${bundle.reason ? `: ${bundle.reason}` : ''}`;

function bundleActions(bundle) {
  // A file that is no bundle: only the folder can be rid of it.
  if (bundle.id < 0) return [];
  const path = `bundles/${bundle.id}`;
  const name = titleOf(bundle);
  const users = () => sum(bundles.get(bundle.id)?.services ?? [], service => service.users);
  const actions = [];
  if (bundle.state !== 'serving') {
    actions.push(button('Admit', `Admit ${name}`, () => act(
      { title: `Admit ${name}?`, text: bundle.state === 'refused' ? `It was refused: ${bundle.reason}` : 'It gets every new connection.', action: 'Admit', danger: bundle.state === 'refused' },
      () => ask(`${path}/admit`, { method: 'POST', json: { share: 100 } }), stateOf)));
  }
  if (['serving', 'standby', 'held', 'canary'].includes(bundle.state)) {
    actions.push(button('Canary', `Make ${name} a canary`, () => act(
      { title: `Canary: ${name}`, text: 'It gets a share of the new connections; the others go to the version that serves.', action: 'Start', fields: SHARE },
      values => ask(`${path}/admit`, { method: 'POST', json: shareOf(values) }), stateOf)));
  }
  actions.push(button('Probe', `Probe ${name}`, () => act(
    { title: `Probe ${name}?`, text: 'Its probes run against it, on a port of their own.', action: 'Probe' },
    () => ask(`${path}/probe`, { method: 'POST', json: {} }), answer => `${titleOf(answer)}: ${probesOf(answer)}`)));
  if (['serving', 'canary', 'standby'].includes(bundle.state)) {
    actions.push(button('Drain', `Drain ${name}`, () => act(
      { title: `Drain ${name}?`, text: `It gets no new users; the ${users()} that it has may finish.`, action: 'Drain', danger: true },
      () => ask(`${path}/drain`, { method: 'POST', json: {} }), answer => `${name}: ${answer.state}`)));
  }
  actions.push(button('Remove', `Remove ${name}`, () => act(
    { title: `Remove ${name}?`, text: `Its ${users()} users may finish; then it is taken out of the server.${bundle.file ? '' : ' It came with the program and is there again at the next start.'}`, action: 'Remove', danger: true },
    () => ask(path, { method: 'DELETE' }), answer => `${name}: ${answer.state}`)));
  return actions;
}

function probesOf(bundle) {
  if (bundle.probes.length === 0) return '–';
  const good = bundle.probes.filter(probe => ['passed', 'skipped'].includes(probe.verdict)).length;
  return good === bundle.probes.length ? `${good} passed` : `${bundle.probes.length - good} of ${bundle.probes.length} did not pass`;
}

function probeCell(bundle) {
  const summary = probesOf(bundle);
  if (bundle.probes.length === 0) return cell('Probes', '', '');
  const bad = bundle.probes.some(probe => !['passed', 'skipped'].includes(probe.verdict));
  const entries = bundle.probes.map(probe => el('li', { class: ['passed', 'skipped'].includes(probe.verdict) ? '' : 'bad' },
    `${probe.verdict}: ${probe.title || probe.name}${probe.message ? ` – ${probe.message}` : ''}`));
  const made = staying(JSON.stringify(bundle.probes), 'wide', el('details', { open: false }, el('summary', { class: bad ? 'bad' : 'good' }, summary), el('ul', {}, ...entries)));
  made.setAttribute('data-label', 'Probes');
  return made;
}

function showBundles(list) {
  bundles = new Map(list.map(bundle => [bundle.id, bundle]));
  rows(by('bundle-table').tBodies[0], list, bundle => `${bundle.id} ${bundle.file}`, bundle => {
    const share = Math.max(0, ...bundle.services.map(service => service.share));
    const state = el('td', { class: '' }, el('span', { class: `badge ${bundle.state}` }, bundle.state));
    if (bundle.reason) state.append(el('small', { class: 'bad' }, bundle.reason));
    return [
      el('th', { scope: 'row' }, bundle.symbolicName || bundle.file, el('small', {}, `${bundle.version}${bundle.id >= 0 ? ` · no. ${bundle.id}` : ''}${bundle.file && bundle.symbolicName ? ` · ${bundle.file}` : ''}`)),
      state,
      cell('Brings', bundle.services.map(service => `${service.kind} ${service.name} ${service.version}`).join(', ')),
      cell('Share', `${share} %`, 'number'),
      cell('Users', figures(sum(bundle.services, service => service.users), 12), 'number'),
      cell('Statements', figures(sum(bundle.services, service => service.statements), 12), 'number'),
      cell('Errors', figures(sum(bundle.services, service => service.errors), 12), 'number'),
      probeCell(bundle),
      staying(`${bundle.state} ${bundle.reason}`, 'actions', ...bundleActions(bundle)),
    ];
  });
}

function install() {
  act({
    title: 'Install a bundle', text: 'The jar is copied to the deploy folder, started and probed. When its probes pass it gets the new connections.', action: 'Install',
    fields: [
      { name: 'file', label: 'Jar', input: { type: 'file', accept: '.jar', required: true } },
      { name: 'share', label: 'Share of the new connections, percent', input: { type: 'number', min: 1, max: 100, value: 100, required: true } },
      { name: 'time', label: 'A canary gets all after, if it is healthy until then', input: { type: 'text', placeholder: '15 min' } },
      { name: 'force', label: 'Without asking its probes', input: { type: 'checkbox' } },
    ],
  }, values => {
    const wishes = new URLSearchParams({ name: values.file.name, force: values.force, ...shareOf(values) });
    return ask(`bundles?${wishes}`, { method: 'POST', file: values.file });
  }, stateOf);
}

// Connections.

const driverOf = connection => connection.driver ?? connection.application ?? (connection.user === undefined ? 'not logged in' : 'unknown driver');
const encryptionOf = connection => connection.encrypted ? 'TLS' : 'in clear';
const protocolOf = connection => connection.protocol ?? 'unknown';

function showGroups() {
  const kinds = { Protocol: protocolOf, Driver: driverOf, Encryption: encryptionOf, User: connection => connection.user ?? 'not logged in' };
  const made = Object.entries(kinds).map(([title, of]) => {
    const counts = new Map();
    for (const connection of connections) counts.set(of(connection), (counts.get(of(connection)) ?? 0) + 1);
    const entries = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 6);
    return el('div', {}, el('h3', {}, title), ...entries.flatMap(([name, count]) => [
      el('button', { type: 'button', onclick: () => { by('filter').value = name; showConnections(); }, 'aria-label': `Show only ${name}: ${count}` },
        el('span', {}, name), el('span', {}, String(count))),
      el('meter', { max: connections.length, value: count, 'aria-hidden': 'true' }),
    ]));
  });
  const groups = by('groups');
  if (connections.length === 0) groups.replaceChildren();
  else if (!groups.contains(document.activeElement)) groups.replaceChildren(...made);
}

function showConnections() {
  const wanted = by('filter').value.trim().toLowerCase();
  const found = connections.filter(connection => !wanted || [connection.id, connection.remote, protocolOf(connection), driverOf(connection), connection.user,
    connection.database, connection.application, connection.activity, encryptionOf(connection)].join('\n').toLowerCase().includes(wanted));
  rows(by('connection-table').tBodies[0], found.slice(0, MOST_ROWS), connection => connection.id, connection => [
    el('th', { scope: 'row', 'data-label': 'No.' }, `${connection.id}`),
    el('td', { 'data-label': 'Driver', class: '' }, driverOf(connection), ...(connection.application && connection.driver ? [el('small', {}, connection.application)] : [])),
    cell('Protocol', protocolOf(connection)),
    cell('User', connection.user ?? ''),
    cell('Database', connection.database ?? ''),
    cell('Client', connection.remote),
    cell('TLS', connection.encrypted ? 'yes' : 'no'),
    cell('Activity', `${connection.activity} for ${age(connection.unchanged)}`),
    cell('Statements', figures(connection.statements, 12), 'number'),
    cell('Age', age(connection.age), 'number'),
    staying(String(connection.id), 'actions', button('End', `End connection ${connection.id}`, () => act(
      { title: `End connection ${connection.id}?`, text: `${driverOf(connection)}, ${connection.user ?? 'not logged in'} at ${connection.remote}: its client is told that the administrator ended it.`, action: 'End', danger: true },
      () => ask(`connections/${connection.id}`, { method: 'DELETE' }), () => `Connection ${connection.id} is ended`))),
  ]);
  const rest = found.length - MOST_ROWS;
  say(by('connections-rest'), connections.length === 0 ? 'Nobody is connected.' : found.length === 0 ? 'No connection is like that.' : rest > 0 ? `And ${rest} more.` : '');
}

// Statistics.

function showStatistics(statistics) {
  const minute = statistics.lastMinute;
  say(by('rate'), rate(minute.rate));
  for (const quantile of ['p50', 'p95', 'p99']) say(by(quantile), latency(minute.latency[quantile]));
  const errors = sum(Object.values(minute.errors), count => count);
  say(by('errors'), figures(errors, 12));
  by('errors').className = errors > 0 ? 'bad' : '';
  const history = statistics.history;
  lines(by('rate-chart'), [{ name: 'now', style: 'rate', values: history.map(point => point.rate) }], rate, { area: true, label: 'Statements in a second' });
  lines(by('latency-chart'), ['p99', 'p95', 'p50'].map(name => ({ name, style: name, values: history.map(point => point[name]) })), latency, { label: 'Time to the answer' });
  bars(by('error-chart'), minute.errors, { label: 'Errors by code', none: 'No errors in the last minute' });
  const protocols = Object.entries(statistics.protocols).filter(([name]) => name !== ADMIN);
  rows(by('protocols').tBodies[0], protocols, ([name]) => name, ([name, one]) => [
    el('th', { scope: 'row' }, name),
    cell('Open', figures(one.openConnections, 12), 'number'),
    cell('Statements/s', rate(one.lastMinute.rate), 'number'),
    cell('50 %', latency(one.lastMinute.latency.p50), 'number'),
    cell('95 %', latency(one.lastMinute.latency.p95), 'number'),
    cell('99 %', latency(one.lastMinute.latency.p99), 'number'),
    cell('Longest', latency(one.lastMinute.latency.longest), 'number'),
    cell('Errors', figures(sum(Object.values(one.lastMinute.errors), count => count), 12), 'number'),
    cell('Since start', figures(one.sinceStart.statements, 12), 'number'),
  ]);
  by('protocols').hidden = protocols.length === 0;
}

// The server as a whole.

function showServer(server) {
  say(by('version'), server.version);
  const ports = Object.entries(server.ports).map(([name, port]) => `${name} ${port}`).join(', ');
  say(by('place'), `up ${age(server.uptime)} · Java ${server.java} · ${server.home} · ports ${ports || 'closed'}`);
  const engine = server.engine;
  by('engine').className = engine.state === 'ready' ? 'state good' : 'state bad';
  say(by('engine'), `${engine.kind} engine ${engine.state}${engine.reason ? `: ${engine.reason}` : ''}`);
}

function showSettings(list) {
  const files = Map.groupBy ? Map.groupBy(list, setting => setting.file)
    : list.reduce((map, setting) => map.set(setting.file, [...(map.get(setting.file) ?? []), setting]), new Map());
  by('setting-files').replaceChildren(...[...files].map(([file, settings]) => {
    const changed = settings.filter(setting => setting.value !== setting.default).length;
    return el('details', {}, el('summary', {}, el('code', {}, file), changed ? ` · ${changed} not as by default` : ''),
      el('div', { class: 'scroll' }, el('table', { class: 'cards' },
        el('thead', {}, el('tr', {}, ...['Key', 'Value', 'Default', 'From', 'Meaning'].map(title => el('th', { scope: 'col' }, title)))),
        el('tbody', {}, ...settings.map(setting => el('tr', { class: setting.value === setting.default ? '' : 'changed' },
          el('th', { scope: 'row' }, el('code', {}, setting.key)), cell('Value', setting.value || 'none', 'value'), cell('Default', setting.default || 'none'),
          cell('From', setting.from), el('td', { class: 'wide soft' }, setting.description)))))));
  }));
}

// Round and round.

async function part(name, path, show) {
  const fault = by(`${name}-fault`);
  try {
    show(await ask(path));
    if (fault) fault.hidden = true;
  } catch (problem) {
    if (problem.status === 401 || !(problem instanceof Problem)) throw problem;
    if (fault) {
      say(fault, problem.message);
      fault.hidden = false;
    }
  }
}

async function look() {
  clearTimeout(timer);
  if (by('console').hidden) return;
  try {
    if (!document.hidden) {
      const parts = [
        part('statistics', 'statistics', showStatistics),
        part('bundles', 'bundles', answer => showBundles(answer.bundles)),
        part('connections', 'connections', answer => {
          connections = answer.connections.filter(connection => connection.protocol !== ADMIN);
          say(by('open'), figures(connections.length, 12));
          showGroups();
          showConnections();
        }),
      ];
      if (round % 5 === 0) parts.push(part('server', 'server', showServer));
      if (round === 0) parts.push(part('settings', 'settings', answer => showSettings(answer.settings)));
      await Promise.all(parts);
      round++;
      by('outage').hidden = true;
    }
  } catch (problem) {
    if (problem.status === 401) {
      showLogin();
      return;
    }
    say(by('outage'), 'The server does not answer. Asking again…');
    by('outage').hidden = false;
  }
  clearTimeout(timer);
  timer = setTimeout(look, EVERY);
}

function showLogin() {
  clearTimeout(timer);
  by('console').hidden = true;
  by('login').hidden = false;
  by('token').focus();
}

function showConsole(session) {
  csrf = session.csrf;
  round = 0;
  by('login').hidden = true;
  by('console').hidden = false;
  look();
}

by('login-form').addEventListener('submit', async event => {
  event.preventDefault();
  say(by('login-fault'), '');
  try {
    const session = await ask('session', { method: 'POST', json: { token: by('token').value.trim() } });
    by('token').value = '';
    showConsole(session);
    by('main').focus();
  } catch (problem) {
    say(by('login-fault'), problem instanceof Problem ? problem.message : 'The server does not answer.');
  }
});
by('log-out').addEventListener('click', async () => {
  await ask('session', { method: 'DELETE' }).catch(() => {});
  showLogin();
});
by('install').addEventListener('click', install);
by('filter').addEventListener('input', showConnections);
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });

try {
  showConsole(await ask('session'));
} catch {
  showLogin();
}
