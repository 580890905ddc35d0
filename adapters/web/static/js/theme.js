// @ts-check
/** Light or dark: as the system has it, or as was chosen in this browser. Runs before the page is drawn first. */

import { recall, remember } from './memory.js'

/** @returns {string} `system`, `light` or `dark` */
export function theme() {
  const chosen = recall('theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** @param {string} name as above */
export function setTheme(name) {
  remember('theme', name === 'system' ? '' : name)
  apply()
}

function apply() {
  document.documentElement.dataset.theme = theme()
}

apply()
