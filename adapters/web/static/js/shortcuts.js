// @ts-check
/** The sheet that lists the keys, with a switch for those that are plain characters. */

import { find } from './dom.js'
import { recall, remember } from './memory.js'

const OFF = 'off'

export class Shortcuts {
  #sheet = find('shortcuts', HTMLDialogElement)
  #switch = find('single-keys', HTMLInputElement)

  constructor() {
    this.#switch.checked = recall('single-keys') !== OFF
    this.#switch.addEventListener('change', () => remember('single-keys', this.#switch.checked ? '' : OFF))
    this.#sheet.addEventListener('click', (event) => {
      if (event.target === this.#sheet) this.#sheet.close() // beside it
    })
    find('close-shortcuts', HTMLButtonElement).addEventListener('click', () => this.#sheet.close())
    find('open-shortcuts', HTMLButtonElement).addEventListener('click', () => this.open())
    if (/Mac|iPhone|iPad/.test(navigator.platform)) {
      for (const key of this.#sheet.querySelectorAll('.control')) key.textContent = '⌘'
    }
  }

  /** Keys that are plain characters do something. */
  get singles() {
    return this.#switch.checked
  }

  open() {
    this.#sheet.showModal()
  }
}
