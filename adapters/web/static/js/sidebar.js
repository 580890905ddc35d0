// @ts-check
/** The sidebar: beside the page where there is room, else drawn over it until something in it is chosen. */

import { find } from './dom.js'

const NARROW = matchMedia('(max-width: 60rem)')

export class Sidebar {
  #bar = find('sidebar', HTMLElement)
  #shade = find('shade', HTMLElement)
  #opener = find('open-sidebar', HTMLButtonElement)

  constructor() {
    this.#opener.addEventListener('click', () => this.#open())
    find('close-sidebar', HTMLButtonElement).addEventListener('click', () => this.close())
    this.#shade.addEventListener('click', () => this.close())
    this.#bar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#isDrawn) {
        event.stopPropagation()
        this.close()
      }
    })
    this.#bar.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('a')) this.#put(false)
    })
    NARROW.addEventListener('change', () => this.#put(false))
    this.#put(false)
  }

  /** Draw it away, and give the focus back, where it lies over the page. */
  close() {
    if (!this.#isDrawn) return
    this.#put(false)
    this.#opener.focus()
  }

  get #isDrawn() {
    return !this.#shade.hidden
  }

  #open() {
    this.#put(true)
    find('close-sidebar', HTMLButtonElement).focus()
  }

  /** @param {boolean} drawn over the page */
  #put(drawn) {
    this.#shade.hidden = !drawn
    this.#bar.classList.toggle('drawn', drawn)
    this.#bar.inert = NARROW.matches && !drawn
    this.#opener.setAttribute('aria-expanded', String(drawn))
  }
}
