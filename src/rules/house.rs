//! Presets of levels and policy, one file a house under `rules/houses/`.
