/** What we use of opentype.js, which comes without types. */
declare module 'opentype.js' {
  const opentype: {
    /** Reads an OTF, TTF or WOFF file. Its `glyphIndexMap` has the code points that the font can draw. */
    readonly parse: (file: ArrayBuffer) => {
      readonly tables: { readonly cmap: { readonly glyphIndexMap: Readonly<Record<string, number>> } }
    }
  }
  export = opentype
}
