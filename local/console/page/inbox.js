// The person's view of what the portal sent. Looks again every second while it is in sight.
const list = document.querySelector('#messages');
const article = document.querySelector('#message');
let shown = [];
let chosen;

const element = (name, properties, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};

const timeOf = (message) => new Date(message.sentAt).toLocaleTimeString();
const titleOf = (message) => message.subject ?? message.text;

function entry(message) {
  const button = element(
    'button',
    { type: 'button', onclick: () => choose(message) },
    element(
      'span',
      { className: 'about' },
      `${message.channel === 'sms' ? 'SMS' : 'E-mail'} to ${message.to}`,
      element('time', {}, timeOf(message)),
    ),
    element('span', { className: 'subject' }, titleOf(message)),
  );
  button.setAttribute('aria-current', String(message.id === chosen));
  return element('li', {}, button);
}

function choose(message) {
  chosen = message.id;
  const body =
    message.html === undefined
      ? element('pre', {}, message.text)
      : element('iframe', { title: 'The mail', src: `messages/${message.id}/html` });
  const about = `From ${message.from} to ${message.to}, ${new Date(message.sentAt).toLocaleString()}`;
  article.replaceChildren(element('div', {}, element('h2', {}, titleOf(message)), element('p', {}, about)), body);
  draw();
}

function draw() {
  list.replaceChildren(...shown.toReversed().map(entry));
}

async function look() {
  const messages = await (await fetch('messages')).json();
  if (messages.length === shown.length && messages.at(-1)?.id === shown.at(-1)?.id) return;
  const isFollowing = chosen === undefined || chosen === shown.at(-1)?.id;
  shown = messages;
  const newest = messages.at(-1);
  if (newest !== undefined && isFollowing) choose(newest);
  else draw();
}

async function keepLooking() {
  // While the portal restarts there is nothing to see.
  if (!document.hidden) await look().catch(() => undefined);
  setTimeout(keepLooking, 1000);
}

document.querySelector('#hints').textContent = (await (await fetch('hints')).json()).join('\n');
keepLooking();
