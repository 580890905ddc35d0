// @ts-check
/** Which part of the page is shown: the address says it, such as `#snippets/s-7k2f`; everything else is the chat. */

import { find } from './dom.js'

/**
 * `open` is called whenever the address leads there, with what stands behind the part's name; `title` is the heading.
 * @typedef {{ title: string, open: (rest: string) => void }} View
 */

export class Views {
  #views
  #chat
  #title = find('title', HTMLElement)

  /**
   * @param {Record<string, View>} views by the ids of their sections
   * @param {() => void} chat what to do where the address leads to a conversation
   */
  constructor(views, chat) {
    this.#views = views
    this.#chat = chat
    addEventListener('hashchange', () => this.show())
    addEventListener('popstate', () => this.show())
  }

  /** Show what the address says. */
  show() {
    const [name, ...rest] = location.hash.slice(1).split('/')
    const view = Object.hasOwn(this.#views, name) ? this.#views[name] : null
    for (const id of Object.keys(this.#views)) find(id, HTMLElement).hidden = id !== name
    find('chat', HTMLElement).hidden = find('writing', HTMLElement).hidden = view !== null
    for (const link of document.querySelectorAll('.parts a')) {
      if (link.getAttribute('href') === `#${name}`) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    if (view) {
      this.head(view.title)
      find('tools', HTMLElement).replaceChildren()
      view.open(decodeURIComponent(rest.join('/')))
    } else this.#chat()
  }

  /** @param {string} title what the page is about now */
  head(title) {
    this.#title.textContent = title
    document.title = title ? `${title} · Code Supporter` : 'Code Supporter'
  }
}
