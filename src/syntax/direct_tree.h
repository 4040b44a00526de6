/* Nodes in the order in which a parser finishes them → the flat tree.
 *
 * A parser knows what a node is when it has seen all of it: `a` may become the left side of `a + b`. So nodes are added in postorder, each with the size of
 * its subtree, and one loop from the end puts them into preorder.
 */
#ifndef MFSHAKE_SYNTAX_DIRECT_TREE_H
#define MFSHAKE_SYNTAX_DIRECT_TREE_H

#include "base/vec.h"
#include "syntax/syntax.h"

struct direct_node {
    uint8_t kind, field; /* enum syntax_kind, enum syntax_field */
    uint32_t start, end; /* bytes of the source */
    uint32_t size;       /* nodes of the subtree: this one is its last */
};

struct direct_tree {
    VEC(struct direct_node) nodes;
};

/* Adds a node without children. */
static inline void direct_tree_leaf(struct direct_tree *tree, enum syntax_kind kind, enum syntax_field field,
                                    uint32_t start, uint32_t end)
{
    vec_push(&tree->nodes, (struct direct_node){(uint8_t)kind, (uint8_t)field, start, end, 1});
}

/* Adds a node whose children are all that was added since tree->nodes.count was `mark`. */
static inline void direct_tree_close(struct direct_tree *tree, enum syntax_kind kind, uint32_t mark, uint32_t start,
                                     uint32_t end)
{
    uint32_t size = tree->nodes.count - mark + 1;
    vec_push(&tree->nodes, (struct direct_node){(uint8_t)kind, FIELD_NONE, start, end, size});
}

/* The node that was added last. */
static inline struct direct_node *direct_tree_last(struct direct_tree *tree)
{
    return &tree->nodes.at[tree->nodes.count - 1];
}

/* The nodes in preorder, in `arena`; the last one added must hold all others. Sets *well_formed to false when a default value stands in an object
 * that did not become a pattern, as in `({ a = 1 })`. */
const struct syntax_node *direct_tree_flatten(const struct direct_tree *tree, struct arena *arena, bool *well_formed);

#endif
