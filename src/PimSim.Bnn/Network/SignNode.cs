namespace PimSim.Bnn;

/// <summary>Sign activation: +1 where x &gt;= 0, else -1.</summary>
public sealed record SignNode : NetworkNode;
