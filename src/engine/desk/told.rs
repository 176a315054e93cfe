//! Problems as they may be told, and where.

use std::path::{Path, PathBuf};

use super::Desk;
use crate::config::{FILE_NAME, LayerKind};
use crate::corpus;
use crate::corpus::load;
use crate::problem::Problem;

impl Desk {
    /// A problem with a source as it may be told: of a confidential one without its name, which may be a person's.
    pub fn named(&self, problem: &Problem) -> Problem {
        let of = load::spoken_of(Path::new(&problem.path));
        let is_confidential = self.engine.corpus().is_confidential(&of.to_string_lossy());
        Problem { path: corpus::named(&problem.path, is_confidential), ..problem.clone() }
    }

    /// What is to be told where: mistakes in the files that have them, what sources lack at the key that names the
    /// sources, and the rest, which has no place of its own.
    pub fn places_of_problems(&self) -> (Vec<(PathBuf, Problem)>, Vec<Problem>) {
        let (mut placed, mut rest) = (Vec::new(), Vec::new());
        for problem in self.problems.iter().chain(&self.unmet) {
            match problem.reach {
                Some(_) => placed.push((self.root.join(&problem.path), problem.clone())),
                None => rest.push(problem.clone()),
            }
        }
        let key = self.config.sources.as_ref().map(|it| (it.layer, it.span));
        let key = key.filter(|(layer, _)| self.config.layers.get(*layer).is_some_and(|it| it.kind == LayerKind::File));
        for problem in self.engine.corpus().problems() {
            let name = self.named(problem).path;
            match key {
                Some(_) if problem.reach.is_some() && name == problem.path => {
                    placed.push((self.root.join(&problem.path), problem.clone()));
                }
                Some((layer, span)) => {
                    let cause = format!("{name}: {}", problem.cause);
                    let problem = self.config.problem(layer, span, cause, &*problem.remedy);
                    placed.push((self.config.dir(layer).join(FILE_NAME), problem));
                }
                None => rest.push(Problem { path: name, ..problem.clone() }),
            }
        }
        (placed, rest)
    }
}
