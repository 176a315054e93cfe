//! Archives: the files in them, each opened as if it lay in a folder of the archive's name.
//!
//! Nothing is written anywhere, so a name can lead nowhere; it is cleaned all the same, since it is shown. What an
//! archive claims of its sizes is not believed: unpacking stops at the bound.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Apart, LARGEST, Member, Opened, Refused, holds_no_words, open};

/// What one archive may unpack to, those inside it and all, in bytes.
const UNPACKED: u64 = 200 * 1024 * 1024;
/// A file that unpacks to more times its size is made to do harm; small ones are let be.
const RATIO: u64 = 400;
const HARMLESS: u64 = 8 * 1024 * 1024;
const MOST: usize = 20_000;
/// Archives and messages around an archive that is read.
const DEEPEST: usize = 2;

pub fn read(bytes: &[u8], depth: usize, apart: Apart<'_>) -> Result<Opened, Refused> {
    if depth > DEEPEST {
        return Err(Refused::new("an archive in too many others", "unpack the outer ones"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| Refused::new(format!("a broken archive ({error})"), "fetch it again, or unpack it"))?;
    if archive.len() > MOST {
        return Err(Refused::new(format!("holds over {MOST} files"), "unpack it, and keep what is needed"));
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut n_encrypted = 0;
    for idx in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(idx) else { continue };
        let name = match file.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(file.name_raw()).into_owned(),
        };
        if file.is_dir() || file.is_symlink() {
            continue;
        }
        if let Some(name) = clean(&name).filter(|it| !holds_no_words(it)) {
            n_encrypted += usize::from(file.encrypted());
            by_name.entry(name).or_default().push(idx);
        }
    }
    if n_encrypted > 0 && n_encrypted == by_name.values().map(Vec::len).sum::<usize>() {
        return Err(Refused::new("an encrypted archive", "unpack it with its password"));
    }
    let mut left = UNPACKED;
    let mut members = Vec::new();
    for (name, all) in by_name {
        for (n, idx) in all.iter().enumerate() {
            let opened = match unpack(&mut archive, *idx, left)? {
                Ok(_) if n > 0 => Err(Refused::new("a second file of the same name", "give it another name")),
                Ok(bytes) => {
                    left = left.saturating_sub(bytes.len() as u64);
                    let file_name = name.rsplit('/').next().unwrap_or(&name);
                    let opened = open(file_name, bytes, depth + 1, apart);
                    left = left.checked_sub(weight(&opened)).ok_or_else(too_large)?;
                    opened
                }
                Err(refused) => Err(refused),
            };
            members.push(Member { name: name.clone(), opened });
        }
    }
    Ok(Opened::Several(members))
}

fn too_large() -> Refused {
    Refused::new("unpacks to over 200 MB", "unpack it, and keep what is needed")
}

/// The bytes of one file. What is wrong with it alone is the inner result, what ends the whole archive the outer one.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, idx: usize, left: u64) -> Result<Result<Vec<u8>, Refused>, Refused> {
    let packed = match archive.by_index_raw(idx) {
        Ok(file) if file.encrypted() => {
            return Ok(Err(Refused::new("is encrypted", "unpack the archive with its password")));
        }
        Ok(file) => file.compressed_size(),
        Err(_) => 0,
    };
    let mut bytes = Vec::new();
    let broken = |it: String| Ok(Err(Refused::new(format!("cannot be unpacked ({it})"), "pack it anew")));
    let bound = left.min(HARMLESS.max(packed.saturating_mul(RATIO)));
    match archive.by_index(idx) {
        Ok(file) => {
            if let Err(error) = file.take(bound + 1).read_to_end(&mut bytes) {
                return broken(error.to_string());
            }
        }
        Err(error) => return broken(error.to_string()),
    }
    if bytes.len() as u64 > bound {
        return Err(too_large());
    }
    if bytes.len() > LARGEST {
        return Ok(Err(Refused::new("longer than 20 MB", "split it, or keep the part that is needed")));
    }
    Ok(Ok(bytes))
}

/// What an archive inside has unpacked to.
fn weight(opened: &Result<Opened, Refused>) -> u64 {
    let mut sum = 0;
    let mut all = vec![opened];
    let mut inside = false;
    while let Some(it) = all.pop() {
        match it {
            Ok(Opened::Several(members)) => {
                inside = true;
                all.extend(members.iter().map(|it| &it.opened));
            }
            Ok(Opened::Text(decoded, _)) if inside => sum += decoded.text.len() as u64,
            Ok(Opened::Document(document)) if inside => sum += document.raw.len() as u64,
            Ok(Opened::Text(..) | Opened::Document(_)) => {}
            // One that went over the bound has taken all that there was.
            Err(refused) if *refused == too_large() => sum += UNPACKED,
            Err(_) => {}
        }
    }
    sum
}

/// A path inside the archive and nowhere else; nothing for what is hidden and for what systems leave behind.
fn clean(name: &str) -> Option<String> {
    let parts: Vec<&str> = name
        .split(['/', '\\'])
        .map(|it| it.trim_matches(|it: char| it.is_control()))
        .filter(|it| !(matches!(*it, "" | "." | "..") || it.len() == 2 && it.ends_with(':')))
        .collect();
    let hidden = parts.iter().any(|it| it.starts_with('.') || *it == "__MACOSX");
    let name = parts.last()?;
    let left_behind = matches!(*name, "Thumbs.db" | "desktop.ini");
    (!hidden && !left_behind).then(|| parts.join("/"))
}
