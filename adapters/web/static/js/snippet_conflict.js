// @ts-check
/** Two people changed one snippet: what the other wrote is shown beside what is still being written. */

import { codeBlock } from './code.js'
import { button, element } from './dom.js'
import { when } from './when.js'

/**
 * @param {import('./snippet_calls.js').Snippet} theirs as it is now
 * @param {{ mine: () => void, theirs: () => void }} chosen
 */
export function conflict(theirs, chosen) {
  const { name, language, tags, note, version, editor, author } = theirs
  const who = editor || author.name
  const said = element(
    'p', '', `It was changed meanwhile by ${who}, `, when(theirs.updated),
    `: it is at version ${version}. What you wrote stands below. Whichever you choose, its history keeps theirs.`,
  )
  const facts = [`Name: ${name}`, `Language: ${language || 'none'}`, `Tags: ${tags.join(' ') || 'none'}`]
  if (note) facts.push(`Note: ${note}`)
  const list = element('ul', '', ...facts.map((fact) => element('li', '', fact)))
  const deeds = element(
    'div', 'deeds',
    button('Save mine as the next version', 'deed', chosen.mine),
    button('Keep theirs', 'deed', chosen.theirs),
  )
  const box = element('div', 'reply failed', said, list, codeBlock(theirs.code, language), deeds)
  box.tabIndex = -1
  box.setAttribute('role', 'group')
  box.setAttribute('aria-label', 'Changed meanwhile')
  return box
}
