namespace PimSim.Exploration;

/// <summary>An image whose class is another one than accepted.</summary>
/// <param name="Image">Which, from 0 on.</param>
/// <param name="Was">The accepted class.</param>
/// <param name="Now">The class now.</param>
/// <param name="Label">The right class.</param>
/// <param name="Layer">The first layer whose output differs; null where it cannot be told, since the layers are others.</param>
public sealed record FlippedImage(int Image, byte Was, byte Now, byte Label, string? Layer);
