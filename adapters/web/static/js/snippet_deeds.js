// @ts-check
/** The row of buttons of an open snippet. */

import { button, element } from './dom.js'
import { deleteSnippet, pinSnippet, rawAddress, restoreSnippet } from './snippet_calls.js'
import { say } from './say.js'
import { offerUndo } from './undo.js'

/**
 * @typedef {import('./snippet_calls.js').Snippet} Snippet
 * @typedef {import('./snippet_page.js').Panel} Panel
 * @typedef {{ writable: boolean, panel: Panel, turn: (panel: Panel) => void, changed: (part: string) => void }} Around
 *   `turn` draws a panel out, or in again; `changed` reads the snippet anew and puts the focus on one of its parts
 */

/**
 * @param {Snippet} snippet
 * @param {Around} around
 */
export function snippetDeeds(snippet, around) {
  const problem = element('span', 'failed')
  const fail = (/** @type {string} */ sentence) => {
    problem.textContent = sentence
    say(sentence)
  }
  const made = [
    ...(around.writable ? [opener('Edit', 'edit', around), pin(snippet, around, fail)] : []),
    ...(around.writable ? [opener('Share', 'share', around)] : []),
    opener('History', 'history', around),
    link('Download', `${rawAddress(snippet.key)}`, { download: true }),
    link('Raw', `${rawAddress(snippet.key)}?shown=true`, { download: false }),
    ...(around.writable ? [remove(snippet, fail)] : []),
  ]
  return element('div', 'deeds', ...made, problem)
}

/**
 * @param {string} label
 * @param {Panel} panel
 * @param {Around} around
 */
function opener(label, panel, around) {
  const made = button(label, 'deed', () => around.turn(panel))
  made.dataset.part = panel
  made.setAttribute('aria-expanded', String(around.panel === panel))
  return made
}

/**
 * @param {Snippet} snippet
 * @param {Around} around
 * @param {(sentence: string) => void} fail
 */
function pin({ key, pinned }, around, fail) {
  const made = button(pinned ? 'Unpin' : 'Pin', 'deed', async () => {
    const { problem } = await pinSnippet(key, !pinned)
    if (problem) return fail(problem)
    say(pinned ? 'It stands among the others again.' : 'It stands before the others now.')
    around.changed('pin')
  })
  made.dataset.part = 'pin'
  return made
}

/**
 * @param {Snippet} snippet
 * @param {(sentence: string) => void} fail
 */
function remove({ key, name }, fail) {
  return button('Delete', 'deed danger', async (pressed) => {
    pressed.disabled = true
    const { problem } = await deleteSnippet(key)
    pressed.disabled = false
    if (problem) return fail(problem)
    location.hash = '#snippets'
    const undo = async () => {
      const back = await restoreSnippet(key)
      if (!back.problem) location.hash = `#snippets/${key}`
      return back.problem
    }
    offerUndo(`Deleted ${name}.`, undo, () => document.getElementById('snippet-words')?.focus())
  })
}

/**
 * @param {string} label
 * @param {string} address
 * @param {{ download: boolean }} how
 */
function link(label, address, { download }) {
  const made = element('a', 'deed', label)
  made.href = address
  if (download) made.download = ''
  else made.target = '_blank'
  return made
}
