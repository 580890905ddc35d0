// @ts-check
/** One snippet in the list: its name, what it is, and how its code begins. */

import { button, element } from './dom.js'
import { reveal } from './hidden.js'
import { highlight } from './highlight.js'
import { when } from './when.js'

const LINES = 4

/**
 * @param {import('./snippet_calls.js').Line} line
 * @param {() => Promise<string>} restore brings it back from the bin; returns what went wrong
 */
export function snippetRow(line, restore) {
  const name = line.deleted ? element('strong', 'name', line.name) : link(line)
  const head = element('div', 'head', name, ...(line.pinned ? [element('span', 'mark', 'Pinned')] : []))
  const about = facts(line)
  about.append(...line.tags.map((tag) => element('span', 'hashtag', ` #${tag}`)))
  const parts = [head, about, preview(line)]
  if (line.deleted) parts.push(restoring(line, restore))
  return element('li', line.deleted ? 'gone' : '', ...parts)
}

/** @param {import('./snippet_calls.js').Line} line */
function link({ key, name }) {
  const made = element('a', 'name', name)
  made.href = `#snippets/${key}`
  made.dataset.key = key
  made.dir = 'auto'
  return made
}

/** @param {import('./snippet_calls.js').Line} line */
function facts({ key, language, lines, files, mine, author, updated }) {
  const sizes = [`${lines} ${lines === 1 ? 'line' : 'lines'}`]
  if (files.length) sizes.push(`${files.length + 1} files`)
  const said = [key, language, ...sizes, mine ? '' : author.name].filter(Boolean).join(' · ')
  return element('p', 'facts', `${said} · `, when(updated))
}

/** @param {import('./snippet_calls.js').Line} line */
function preview({ preview: text, language }) {
  const code = element('code', '', ...reveal(begin(text)))
  highlight(code, language)
  const pre = element('pre', 'preview', code)
  pre.dir = 'ltr'
  return pre
}

/**
 * Return the first lines that say something.
 * @param {string} text
 */
function begin(text) {
  return text.split('\n').filter((line) => line.trim()).slice(0, LINES).join('\n')
}

/**
 * @param {import('./snippet_calls.js').Line} line
 * @param {() => Promise<string>} restore
 */
function restoring(line, restore) {
  const problem = element('span', 'failed')
  const made = button('Restore', 'deed', async () => {
    made.disabled = true
    problem.textContent = await restore()
    made.disabled = false
  })
  made.setAttribute('aria-label', `Restore ${line.name}`)
  return element('div', 'deeds', made, problem)
}
