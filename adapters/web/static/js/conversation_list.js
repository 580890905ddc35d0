// @ts-check
/** The list of conversations as it is drawn: the pinned ones, then by days. */

import { conversationRow } from './conversation_row.js'
import { groupOf } from './days.js'
import { button, element, find } from './dom.js'

const NONE = 'What you ask is listed here.'

/**
 * @typedef {import('./api.js').Listed} Listed
 * @typedef {{ rename: (one: Listed, title: string) => void, pin: (one: Listed) => void,
 *   remove: (one: Listed) => void, more: () => void }} Deeds
 */

export class ConversationList {
  #node = find('conversation-list', HTMLElement)
  #deeds

  /** @param {Deeds} deeds `more`: further ones are wanted */
  constructor(deeds) {
    this.#deeds = deeds
    this.#node.addEventListener('scroll', () => {
      const { scrollTop, scrollHeight, clientHeight } = this.#node
      if (scrollHeight - scrollTop - clientHeight < clientHeight / 2) deeds.more()
    }, { passive: true })
  }

  /** Somebody renames one just now, or has its menu open. */
  get isBusy() {
    return this.#node.querySelector('form, .menu') !== null
  }

  /**
   * @param {Listed[]} listed
   * @param {{ open: string, words: string, more: boolean }} state `open`: the one on the page
   */
  draw(listed, { open, words, more }) {
    const held = this.#held()
    const groups = Map.groupBy(listed, ({ pinned, updated }) => (pinned ? 'Pinned' : groupOf(updated)))
    const parts = [...groups].flatMap(([name, rows], index) => this.#group(name, rows, `conversations-${index}`, open))
    if (!parts.length) parts.push(element('p', 'none', words ? `Nothing found for “${words}”.` : NONE))
    if (more) parts.push(button('Show more', 'plain', () => this.#deeds.more()))
    this.#node.replaceChildren(...parts)
    if (held) this.focus(held.id, held.tag)
  }

  /**
   * Give the focus to a row, or where it is not there to the first; false where that can't be.
   * @param {string} id
   * @param {string} [tag] of what in it
   */
  focus(id, tag = 'a') {
    const found = this.#node.querySelector(`[data-id="${CSS.escape(id)}"] ${tag}`) ?? this.#node.querySelector('a, button')
    if (found instanceof HTMLElement) found.focus()
    return found !== null && found === document.activeElement
  }

  /**
   * @param {string} name
   * @param {Listed[]} rows
   * @param {string} id
   * @param {string} open
   * @returns {HTMLElement[]}
   */
  #group(name, rows, id, open) {
    const label = element('p', 'group', name)
    label.id = id
    const list = element('ul', '', ...rows.map((row) => conversationRow(row, row.id === open, {
      rename: (title) => this.#deeds.rename(row, title),
      pin: () => this.#deeds.pin(row),
      remove: () => this.#deeds.remove(row),
    })))
    list.setAttribute('aria-labelledby', id)
    return [label, list]
  }

  /** Where in the list the focus is. */
  #held() {
    const at = document.activeElement
    if (!at || !this.#node.contains(at)) return null
    return { id: at.closest('li')?.dataset.id ?? '', tag: at.localName }
  }
}
