namespace PimSim.Interop;

/// <summary>When an output fires.</summary>
internal enum ThresholdComparison
{
    /// <summary>Sum &gt; threshold (BNN-PYNQ).</summary>
    Greater,

    /// <summary>Sum &gt;= threshold (QONNX).</summary>
    GreaterOrEqual,
}
