#include "syntax/direct_tree.h"

/* A node on the way to the root from the one that is placed, whose children are placed from the last to the first. */
struct open_node {
    uint32_t first; /* of its subtree, in postorder */
    node_id id;     /* in preorder */
    node_id before; /* where the subtree of the child placed last begins */
};

const struct syntax_node *direct_tree_flatten(const struct direct_tree *tree, struct arena *arena, bool *well_formed)
{
    uint32_t count = tree->nodes.count;
    struct syntax_node *nodes = ARENA_ARRAY(arena, struct syntax_node, count);
    VEC(struct open_node) open = {0};
    *well_formed = true;
    for (uint32_t i = count; i-- > 0;) {
        const struct direct_node *node = &tree->nodes.at[i];
        while (open.count && i < vec_last(&open).first) (void)vec_pop(&open);
        node_id id = 0, parent = NODE_NONE;
        if (open.count) {
            struct open_node *around = &vec_last(&open);
            id = around->before -= node->size;
            parent = around->id;
        }
        if (node->kind == SYNTAX_OBJECT_ASSIGNMENT_PATTERN && nodes[parent].kind != SYNTAX_OBJECT_PATTERN)
            *well_formed = false;
        nodes[id] = (struct syntax_node){
            .kind = node->kind,
            .field = node->field,
            .start = node->start,
            .end = node->end,
            .next = id + node->size,
            .parent = parent,
        };
        if (node->size > 1) vec_push(&open, (struct open_node){i + 1 - node->size, id, id + node->size});
    }
    vec_release(&open);
    return nodes;
}
