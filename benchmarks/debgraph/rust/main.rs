// SPDX-License-Identifier: MIT
//
// main.rs: the main job (examples/apps/debgraph) in Rust, with nothing but std.
//
//   rustc -O --edition 2021 main.rs && ./main /var/lib/dpkg/status
//
// Every installed package is an Rc, its dependencies are strong edges, the reverse edges are Weak,
// names are interned. It finds what reference counting alone leaks by dropping every handle and
// looking at what is left, and then does by hand what Rust has no collector for: it goes through
// the Weaks of what leaked and empties its edges. The program has to know where all edges are.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::process::ExitCode;
use std::rc::{Rc, Weak};
use std::time::Instant;

thread_local! {
    /// Packages that exist. Drop counts them down, so 0 at the end is observed, not computed.
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

fn live() -> usize {
    LIVE.with(Cell::get)
}

struct Package {
    name: Rc<str>,
    index: usize,
    depends: RefCell<Vec<Rc<Package>>>,
    needed_by: RefCell<Vec<Weak<Package>>>,
}

impl Package {
    fn new(name: Rc<str>, index: usize) -> Rc<Package> {
        LIVE.with(|live| live.set(live.get() + 1));
        Rc::new(Package {
            name,
            index,
            depends: RefCell::default(),
            needed_by: RefCell::default(),
        })
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        LIVE.with(|live| live.set(live.get() - 1));
    }
}

/// Each name is kept once; a name that no stanza declares is only a number in some edge list.
#[derive(Default)]
struct Names {
    ids: HashMap<Rc<str>, usize>,
    by_id: Vec<Rc<str>>,
}

impl Names {
    fn intern(&mut self, name: &str) -> usize {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let name: Rc<str> = name.into();
        let id = self.by_id.len();
        self.ids.insert(Rc::clone(&name), id);
        self.by_id.push(name);
        id
    }
}

#[derive(Default)]
struct Stanza {
    package: String,
    status: Option<String>,
    pre_depends: String,
    depends: String,
}

impl Stanza {
    fn clear(&mut self) {
        self.package.clear();
        self.status = None;
        self.pre_depends.clear();
        self.depends.clear();
    }

    fn field(&mut self, key: &[u8]) -> Option<&mut String> {
        match key {
            b"Package" => Some(&mut self.package),
            b"Status" => Some(self.status.get_or_insert_with(String::new)),
            b"Pre-Depends" => Some(&mut self.pre_depends),
            b"Depends" => Some(&mut self.depends),
            _ => None,
        }
    }

    fn is_installed(&self) -> bool {
        !self.package.is_empty()
            && self
                .status
                .as_deref()
                .map_or(true, |status| status == "install ok installed")
    }
}

/// The name in one alternative: `libc6:any (>= 2.36) [amd64] <!nocheck>` is `libc6`.
fn bare_name(alternative: &str) -> &str {
    let end = alternative
        .find(['(', '[', '<', ':'])
        .unwrap_or(alternative.len());
    alternative[..end].trim()
}

#[derive(Default)]
struct Graph {
    names: Names,
    packages: Vec<Rc<Package>>,
    of_name: Vec<Option<Rc<Package>>>, // by the id of the name
    wanted: Vec<Vec<usize>>,           // by the index of the package: ids of the names it wants
}

impl Graph {
    fn add(&mut self, stanza: &Stanza) {
        if !stanza.is_installed() {
            return;
        }
        let id = self.names.intern(&stanza.package);
        if self.of_name.len() <= id {
            self.of_name.resize(id + 1, None);
        }
        if self.of_name[id].is_some() {
            return; // the first stanza of a name counts
        }
        let package = Package::new(Rc::clone(&self.names.by_id[id]), self.packages.len());
        self.of_name[id] = Some(Rc::clone(&package));
        self.packages.push(package);
        let mut wanted: Vec<usize> = [&stanza.pre_depends, &stanza.depends]
            .iter()
            .flat_map(|field| field.split([',', '|']))
            .map(bare_name)
            .filter(|name| !name.is_empty())
            .map(|name| self.names.intern(name))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        self.wanted.push(wanted);
    }

    /// One stanza in memory at a time, never the file; and only the fields that count are decoded.
    fn read(&mut self, mut input: impl BufRead) -> io::Result<()> {
        let mut stanza = Stanza::default();
        let mut key = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            let at_end = input.read_until(b'\n', &mut line)? == 0;
            if line.iter().all(u8::is_ascii_whitespace) {
                self.add(&stanza);
                stanza.clear();
                key.clear();
            } else if line[0] == b' ' || line[0] == b'\t' {
                if let Some(field) = stanza.field(&key) {
                    field.push(' ');
                    field.push_str(String::from_utf8_lossy(&line).trim());
                }
            } else {
                let colon = line.iter().position(|&byte| byte == b':').unwrap_or(0);
                key.clear();
                key.extend_from_slice(&line[..colon]);
                if let Some(field) = stanza.field(&key) {
                    field.clear();
                    field.push_str(String::from_utf8_lossy(&line[colon + 1..]).trim());
                }
            }
            if at_end {
                return Ok(());
            }
        }
    }

    /// Turns wanted names into edges; returns how many, and the packages, which are now the only
    /// handles from outside.
    fn link(self) -> (Vec<Rc<Package>>, usize) {
        let mut edges = 0;
        for (package, wanted) in self.packages.iter().zip(&self.wanted) {
            let mut depends = package.depends.borrow_mut();
            depends.extend(
                wanted
                    .iter()
                    .filter_map(|&id| self.of_name.get(id)?.clone()),
            );
            depends.shrink_to_fit();
            edges += depends.len();
            for target in depends.iter() {
                target.needed_by.borrow_mut().push(Rc::downgrade(package));
            }
        }
        (self.packages, edges)
    }
}

/// Tarjan's algorithm with a stack of its own. Returns the components that are cycles: two members
/// or more, or one with an edge to itself.
fn cycles(packages: &[Rc<Package>]) -> Vec<Vec<Rc<str>>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; packages.len()];
    let mut low = vec![0; packages.len()];
    let mut on_stack = vec![false; packages.len()];
    let mut stack: Vec<&Rc<Package>> = Vec::new();
    let mut work: Vec<(&Rc<Package>, usize)> = Vec::new(); // a package and its next edge
    let mut seen = 0;
    let mut found = Vec::new();

    for root in packages {
        if order[root.index] != UNSEEN {
            continue;
        }
        work.push((root, 0));
        while let Some((package, edge)) = work.last_mut() {
            let (package, v) = (*package, package.index);
            if order[v] == UNSEEN {
                order[v] = seen;
                low[v] = seen;
                seen += 1;
                stack.push(package);
                on_stack[v] = true;
            }
            let depends = package.depends.borrow();
            let mut deeper = None;
            while let Some(target) = depends.get(*edge) {
                let w = target.index;
                if order[w] == UNSEEN {
                    deeper = Some(&packages[w]); // and the edge once more when we are back
                    break;
                }
                if on_stack[w] {
                    low[v] = low[v].min(low[w]);
                }
                *edge += 1;
            }
            if let Some(target) = deeper {
                work.push((target, 0));
                continue;
            }
            work.pop();
            if low[v] == order[v] {
                let start = stack
                    .iter()
                    .rposition(|p| p.index == v)
                    .expect("v is on the stack");
                let members = stack.split_off(start);
                members.iter().for_each(|p| on_stack[p.index] = false);
                if members.len() > 1 || depends.iter().any(|target| target.index == v) {
                    let mut names: Vec<_> = members.iter().map(|p| Rc::clone(&p.name)).collect();
                    names.sort_unstable();
                    found.push(names);
                }
            }
        }
    }
    found
}

/// SHA-256 (FIPS 180-4), of a message that is in memory.
fn sha256_hex(message: &[u8]) -> String {
    // The first 32 bits of the fractional parts of roots of the first primes. Exact enough in f64
    // for square roots; the cube roots need 32 + 3 bits of the 53 that there are.
    let primes: Vec<u32> = (2..312u32)
        .filter(|&n| (2..n).all(|d| n % d != 0))
        .take(64)
        .collect();
    let fraction = |root: f64| (root.fract() * 4294967296.0) as u32;
    let k: Vec<u32> = primes
        .iter()
        .map(|&p| fraction(f64::from(p).cbrt()))
        .collect();
    let mut h: Vec<u32> = primes[..8]
        .iter()
        .map(|&p| fraction(f64::from(p).sqrt()))
        .collect();

    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8 + 63) / 64 * 64 - 8, 0);
    padded.extend_from_slice(&(message.len() as u64 * 8).to_be_bytes());

    for block in padded.chunks_exact(64) {
        let mut w = [0u32; 64];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for i in 16..64 {
            let (x, y) = (w[i - 15], w[i - 2]);
            let s0 = x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3);
            let s1 = y.rotate_right(17) ^ y.rotate_right(19) ^ (y >> 10);
            w[i] = w[i - 16]
                .wrapping_add(s0)
                .wrapping_add(w[i - 7])
                .wrapping_add(s1);
        }
        let mut v = [0u32; 8];
        v.copy_from_slice(&h);
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let t1 = v[7].wrapping_add(s1).wrapping_add(choice);
            let t1 = t1.wrapping_add(k[i]).wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(t1);
            v[0] = t1.wrapping_add(s0).wrapping_add(majority);
        }
        for (sum, add) in h.iter_mut().zip(v) {
            *sum = sum.wrapping_add(add);
        }
    }
    h.iter().map(|word| format!("{word:08x}")).collect()
}

fn digest(cycles: &[Vec<Rc<str>>]) -> String {
    let mut lines: Vec<String> = cycles
        .iter()
        .map(|members| members.join(" ") + "\n")
        .collect();
    lines.sort_unstable();
    sha256_hex(lines.concat().as_bytes())
}

/// The most memory the process ever had, in KiB; 0 where /proc does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

fn run(path: &str) -> io::Result<()> {
    let mut clock = Instant::now();
    let mut lap = || {
        let ms = clock.elapsed().as_secs_f64() * 1e3;
        clock = Instant::now();
        ms
    };

    let mut graph = Graph::default();
    graph.read(BufReader::new(File::open(path)?))?;
    let read_ms = lap();
    let (packages, edges) = graph.link();
    let nodes = packages.len();
    let link_ms = lap();
    let cycles = cycles(&packages);
    let cycles_ms = lap();

    // Drop every handle from outside, and see who is still there.
    let watch: Vec<Weak<Package>> = packages.iter().map(Rc::downgrade).collect();
    drop(packages);
    let leaked = live();
    let drop_ms = lap();

    // A leaked package that is still there loses its edges; those may take others with them.
    for package in watch.iter().filter_map(Weak::upgrade) {
        let edges = package.depends.take();
        drop(edges);
    }
    let collected = leaked - live();
    let collect_ms = lap();

    let largest = cycles.iter().map(Vec::len).max().unwrap_or(0);
    println!(
        "{{\"nodes\":{nodes},\"edges\":{edges},\"cycles\":{},\"largest\":{largest},\
         \"leaked\":{leaked},\"freed\":{},\"collected\":{collected},\"live\":{},\
         \"digest\":\"{}\",\"read_ms\":{read_ms:.3},\"link_ms\":{link_ms:.3},\
         \"cycles_ms\":{cycles_ms:.3},\"drop_ms\":{drop_ms:.3},\"collect_ms\":{collect_ms:.3},\
         \"peak_bytes\":{}}}",
        cycles.len(),
        nodes - leaked,
        live(),
        digest(&cycles),
        peak_kib() * 1024,
    );
    Ok(())
}

fn main() -> ExitCode {
    // --input and --json are taken as examples/apps/debgraph has them; the output is always JSON.
    let path = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let path = match path {
        Some(path) => path,
        None => {
            eprintln!("usage: debgraph-rust [--input] FILE");
            return ExitCode::from(2);
        }
    };
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}
