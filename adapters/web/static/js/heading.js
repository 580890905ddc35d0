// @ts-check
/** The head of an open conversation: its title, a file to take it along, and the way to where it was held. */

import { sayPlatform } from './conversation_row.js'
import { element, find } from './dom.js'

/** @typedef {{ id: string, title: string, platform: string, link: string }} About */

export class Heading {
  #tools = find('tools', HTMLElement)
  #head
  /** What the tools are for. */
  #shown = ''

  /** @param {(title: string) => void} head puts a title over the page */
  constructor(head) {
    this.#head = head
  }

  /** @param {About | null} about null: a new conversation, or none */
  show(about) {
    this.#head(about?.title || 'New conversation')
    const shown = about?.title ? JSON.stringify([about.id, about.link]) : ''
    if (shown && shown === this.#shown && this.#tools.hasChildNodes()) return // one of them may have the focus
    this.#shown = shown
    this.#tools.replaceChildren(...(about && shown ? tools(about) : []))
  }
}

/** @param {About} about */
function tools({ id, platform, link }) {
  const save = element('a', 'plain', 'Export')
  save.href = `/api/conversations/${id}/markdown`
  save.download = ''
  save.title = 'Take this conversation along as a Markdown file'
  const home = sayPlatform(platform)
  return home && link ? [outward(link, `Open in ${home}`), save] : [save]
}

/**
 * Return a link to somewhere else.
 * @param {string} address
 * @param {string} text
 */
export function outward(address, text) {
  const made = element('a', 'plain', text)
  made.href = address
  made.target = '_blank'
  made.rel = 'noopener noreferrer'
  return made
}
