namespace PimSim.Bnn;

/// <summary>A header that is not what the format says; becomes PIM0430 with the file's name.</summary>
internal sealed class HeaderFault(string message) : Exception(message);
