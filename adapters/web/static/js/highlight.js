// @ts-check
/** Colours for code: a grammar is loaded when its language first comes up. */

import engine from '../vendor/highlight.js'
import { element } from './dom.js'
import { reveal } from './hidden.js'

/** Longer code stays plain: colouring it would be felt. */
const MAX_CHARS = 60_000
const REMEMBERED = 16

const OWN_NAMES =
  'bash c cpp csharp css dart diff dockerfile go ini java javascript json kotlin lua makefile markdown php ' +
  'powershell python ruby rust scss sql swift typescript xml yaml'
/** What people and models write behind a fence, by the grammar that knows it. */
const OTHER_NAMES = {
  bash: 'sh zsh shell console terminal shell-session',
  c: 'h',
  cpp: 'c++ cc cxx hpp h++ arduino cuda',
  csharp: 'c# cs',
  diff: 'patch',
  dockerfile: 'docker containerfile',
  go: 'golang',
  ini: 'toml cfg conf properties env',
  javascript: 'js jsx mjs cjs node',
  json: 'jsonc json5 jsonl ndjson',
  kotlin: 'kt kts',
  makefile: 'make mk',
  markdown: 'md mdx',
  powershell: 'ps1 pwsh ps',
  python: 'py py3 python3 pyi pycon ipython',
  ruby: 'rb',
  rust: 'rs',
  sql: 'postgresql postgres mysql sqlite plsql tsql',
  typescript: 'ts tsx mts cts',
  xml: 'html xhtml svg vue svelte htm rss',
  yaml: 'yml',
}

/** @type {Map<string, string>} */
const GRAMMARS = new Map(OWN_NAMES.split(' ').map((name) => [name, name]))
for (const [name, others] of Object.entries(OTHER_NAMES)) {
  for (const other of others.split(' ')) GRAMMARS.set(other, name)
}

/** @type {Map<string, Promise<void>>} */
const loading = new Map()
/** Code that was coloured lately: the end of an answer is drawn again and again while it grows.
 * @type {Map<string, DocumentFragment>} */
const remembered = new Map()

/**
 * Colour the text of `code`, at once where the grammar is here, else when it has come.
 * @param {HTMLElement} code
 * @param {string} label what stood behind the fence
 */
export function highlight(code, label) {
  const name = GRAMMARS.get(label.toLowerCase())
  const text = code.textContent
  if (!name || !text || text.length > MAX_CHARS) return
  if (engine.getLanguage(name)) code.replaceChildren(colour(text, name))
  else load(name).then(() => code.replaceChildren(colour(text, name)), report)
}

/** @param {string} name */
function load(name) {
  const known = loading.get(name)
  if (known) return known
  const begun = import(`../vendor/languages/${name}.js`).then((grammar) => engine.registerLanguage(name, grammar.default))
  loading.set(name, begun)
  begun.catch(() => loading.delete(name))
  return begun
}

/** @param {Error} error */
function report(error) {
  console.warn('code stays without colours:', error.message)
}

/**
 * @param {string} text
 * @param {string} name
 * @returns {Node}
 */
function colour(text, name) {
  const key = `${name}\0${text}`
  const drawn = remembered.get(key) ?? draw(text, name)
  remembered.delete(key)
  remembered.set(key, drawn)
  if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value ?? '')
  return drawn.cloneNode(true)
}

/**
 * @param {string} text
 * @param {string} name
 */
function draw(text, name) {
  const whole = document.createDocumentFragment()
  /** @type {(DocumentFragment | HTMLElement)[]} */
  const open = [whole]
  const inner = () => open[open.length - 1]
  // The tree of scopes is not public: the version is pinned, and a test holds what is read of it.
  engine.highlight(text, { language: name, ignoreIllegals: true })._emitter.walk({
    addText: (/** @type {string} */ piece) => inner().append(...reveal(piece)),
    openNode: (/** @type {{ scope?: string }} */ { scope }) => {
      if (!scope) return
      const span = element('span', scope.startsWith('language:') ? '' : classOf(scope))
      inner().append(span)
      open.push(span)
    },
    closeNode: (/** @type {{ scope?: string }} */ { scope }) => {
      if (scope) open.pop()
    },
  })
  return whole
}

/** @param {string} scope such as `title.function` */
function classOf(scope) {
  const [first, ...rest] = scope.split('.')
  return [`hljs-${first}`, ...rest.map((part) => `${part}_`)].join(' ')
}
