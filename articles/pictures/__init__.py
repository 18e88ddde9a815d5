"""Pictures as files: which sizes, which crop, which encoding, and what is refused at the door.

Geometry and Pillow only. Nothing here knows of models, settings or storage, so every rule can be tried on an
image made in memory. The way of an upload: `guard.open_picture`, `encode.normalise`, `geometry.plan`,
`encode.render_all`, and a `names.Manifest` of what was made.
"""
