// @ts-check
/** What stands above the code of a snippet: its name, what it is, whose, where it comes from. */

import { element } from './dom.js'
import { when } from './when.js'

/** @typedef {import('./snippet_calls.js').Snippet} Snippet */

/** @param {Snippet} snippet */
export function snippetHead(snippet) {
  const name = element('h2', '', snippet.name)
  name.tabIndex = -1
  name.dir = 'auto'
  name.dataset.part = 'head'
  const parts = [name, facts(snippet)]
  if (snippet.note) parts.push(note(snippet.note))
  return parts
}

/** @param {Snippet} snippet */
function facts(snippet) {
  const { key, language, version, editor, author, mine, open, pinned } = snippet
  const who = editor || (mine ? '' : author.name)
  const said = [
    key,
    language,
    pinned && 'pinned',
    mine ? (open ? 'yours, open to the workspace' : 'yours') : `kept by ${author.name}`,
    `version ${version}${who ? ` by ${who}` : ''}`,
  ]
  const line = element('p', 'facts', `${said.filter(Boolean).join(' · ')} · `, when(snippet.updated))
  const source = origin(snippet)
  if (source) line.append(' · ', source)
  line.append(...snippet.tags.map((tag) => element('span', 'hashtag', ` #${tag}`)))
  return line
}

/** @param {Snippet} snippet */
function origin({ source, conversation }) {
  const link = element('a', '', 'where it comes from')
  if (conversation) link.href = `#c=${conversation}`
  else if (/^https?:/.test(source)) {
    link.href = source
    link.rel = 'noopener noreferrer nofollow'
    link.target = '_blank'
  } else return null
  return link
}

/** @param {string} text */
function note(text) {
  const made = element('p', 'note-text', text)
  made.dir = 'auto'
  return made
}
