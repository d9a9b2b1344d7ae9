/** True where there is room for only one pane, and the drawer covers the page: a phone, or a page at 200 %. */
export const narrow = matchMedia('(max-width: 640px)')
