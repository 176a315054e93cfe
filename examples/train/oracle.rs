//! What each move would cost: how many of the treebank's arcs can no longer be made after it (Goldberg and Nivre's
//! dynamic oracle for the arc-hybrid system). It can be asked in any state, also after mistakes.
//!
//! The root's head is taken to stand after the last word. Where arcs cross, no move may be free; the cheapest is then
//! the best there is.

use backread::read::syntax::parser::{Move, NONE, State};

/// `None` for a move that cannot be made.
pub fn cost(state: &State<'_>, heads: &[u32], step: Move) -> Option<usize> {
    if !state.can(step) {
        return None;
    }
    let next = state.next;
    let head = |word: u32| heads[word as usize];
    if step == Move::Shift {
        let own = head(next);
        let below = &state.stack[..state.stack.len().saturating_sub(1)];
        let children = state.stack.iter().filter(|it| head(**it) == next).count();
        return Some(children + usize::from(below.contains(&own)));
    }
    let top = state.top(0);
    let own = head(top);
    let children = heads[next as usize..].iter().filter(|it| **it == top).count();
    let loses_head = match step {
        Move::Left => own == NONE || own == state.top(1) || own > next,
        _ => own == NONE || own >= next,
    };
    Some(children + usize::from(loses_head))
}
