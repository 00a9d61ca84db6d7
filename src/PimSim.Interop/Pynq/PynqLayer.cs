namespace PimSim.Interop;

/// <summary>The parameters of one layer of a BNN-PYNQ folder, padding included.</summary>
/// <param name="Signs">Weights: rows x columns.</param>
/// <param name="Thresholds">Rows x <paramref name="ThresholdsOfRow"/>; none where the layer has none.</param>
/// <param name="ThresholdsOfRow">Thresholds of a row, 0 for none.</param>
internal sealed record PynqLayer(SignMatrix Signs, long[] Thresholds, int ThresholdsOfRow);
