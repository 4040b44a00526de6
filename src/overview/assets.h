/* The files of html/ and d3-hierarchy as bytes. The Makefile makes assets.c of them, in the build folder. */
#ifndef MFSHAKE_OVERVIEW_ASSETS_H
#define MFSHAKE_OVERVIEW_ASSETS_H

/* Each ends with a NUL. */
extern const unsigned char asset_body[];      /* html/body.html */
extern const unsigned char asset_style[];     /* html/page.css */
extern const unsigned char asset_hierarchy[]; /* d3-hierarchy with its licence */
extern const unsigned char asset_simulate[];  /* html/simulate.js */
extern const unsigned char asset_treemap[];   /* html/treemap.js */
extern const unsigned char asset_page[];      /* html/page.js */

#endif
