// @ts-check
/** What a snippet was before: its versions, what each changed, and the way back. */

import { diffTables } from './diff.js'
import { button, element } from './dom.js'
import { request, requestText } from './http.js'
import { changeSnippet } from './snippet_calls.js'
import { when } from './when.js'

/**
 * @typedef {import('./snippet_calls.js').Snippet} Snippet
 * @typedef {{ version: number, name: string, editor: string, at: string }} Revision
 */

/**
 * @param {Snippet} snippet
 * @param {string} etag of it
 * @param {boolean} writable
 * @param {() => void} reverted
 */
export function snippetHistory(snippet, etag, writable, reverted) {
  const list = element('ol', 'versions')
  const node = element('section', 'panel', element('h3', '', 'History'), list)
  node.dataset.part = 'panel'
  node.tabIndex = -1
  node.setAttribute('aria-label', 'History')
  const fill = async () => {
    const { said, problem } = await request('GET', `/api/v1/snippets/${snippet.key}/revisions`)
    if (problem) node.append(element('p', 'failed', problem))
    else list.append(...said.items.map((/** @type {Revision} */ each) => row(snippet, each, etag, writable, reverted)))
  }
  fill()
  return node
}

/**
 * @param {Snippet} snippet
 * @param {Revision} revision
 * @param {string} etag
 * @param {boolean} writable
 * @param {() => void} reverted
 */
function row(snippet, { version, name, editor, at }, etag, writable, reverted) {
  const shown = element('div', 'shown')
  const who = editor || snippet.author.name
  const title = element('p', '', element('strong', '', `Version ${version}`), ` · ${name} · ${who} · `, when(at))
  const deeds = element('div', 'deeds')
  if (version > 1) deeds.append(comparer('Changes', snippet.key, [version - 1, version], shown))
  if (version < snippet.version) {
    deeds.append(comparer('Compare with now', snippet.key, [version, snippet.version], shown))
    if (writable) deeds.append(reverter(snippet, version, etag, shown, reverted))
  }
  return element('li', '', title, deeds, shown)
}

/**
 * @param {string} label
 * @param {string} key
 * @param {[number, number]} versions
 * @param {HTMLElement} shown where the differences are drawn
 */
function comparer(label, key, [from, to], shown) {
  const made = button(label, 'deed', async () => {
    const opens = made.getAttribute('aria-expanded') === 'false'
    for (const other of made.parentElement?.querySelectorAll('[aria-expanded]') ?? []) other.setAttribute('aria-expanded', 'false')
    made.setAttribute('aria-expanded', String(opens))
    if (!opens) return shown.replaceChildren()
    const { text, problem } = await requestText(`/api/v1/snippets/${key}/diff?from=${from}&to=${to}`)
    shown.replaceChildren(...(problem ? [element('p', 'failed', problem)] : diffTables(text, `from version ${from} to ${to}`)))
  })
  made.setAttribute('aria-expanded', 'false')
  made.setAttribute('aria-label', `${label}: version ${from} to ${to}`)
  return made
}

/**
 * @param {Snippet} snippet
 * @param {number} version
 * @param {string} etag
 * @param {HTMLElement} shown
 * @param {() => void} reverted
 */
function reverter(snippet, version, etag, shown, reverted) {
  const made = button(`Go back to version ${version}`, 'deed', async () => {
    made.disabled = true
    const old = await request('GET', `/api/v1/snippets/${snippet.key}/revisions/${version}`)
    const { name, language, code, tags, note, files } = old.said ?? {}
    const { problem } = old.problem ? old : await changeSnippet(snippet.key, { name, language, code, tags, note, files }, etag)
    made.disabled = false
    if (problem) shown.replaceChildren(element('p', 'failed', problem))
    else reverted()
  })
  return made
}
