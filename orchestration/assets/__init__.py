"""The assets, one module for each layer: raw, staging, marts, published. What they do stands beside this folder."""
