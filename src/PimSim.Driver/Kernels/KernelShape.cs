using PimSim.Core;

namespace PimSim.Driver;

/// <summary>What a kernel computes, and how much of it.</summary>
public sealed record KernelShape
{
    private const long MaxValues = 1L << 36;

    private KernelShape(KernelKind kind, int outputs, int inputs, int batch)
    {
        if (outputs < 1 || inputs < 1 || batch < 1 || (long)outputs * inputs > MaxValues / batch)
        {
            string size = kind == KernelKind.Gemv ? $"{outputs} x {inputs}" : $"{outputs} values";
            throw new UserErrorException(
                "PIM0722", $"a kernel of {size}, {batch} times, cannot be run", remedy: $"every size is at least 1, and their product at most {MaxValues}");
        }

        Kind = kind;
        Outputs = outputs;
        Inputs = inputs;
        Batch = batch;
    }

    /// <summary>What.</summary>
    public KernelKind Kind { get; }

    /// <summary>Rows of the matrix, or values of the vector.</summary>
    public int Outputs { get; }

    /// <summary>Columns of the matrix; 1 for value-by-value kernels.</summary>
    public int Inputs { get; }

    /// <summary>Vectors that the kernel is applied to, one after the other.</summary>
    public int Batch { get; }

    /// <summary>Multiply-accumulates of a matrix-vector product, operations of the others.</summary>
    public long Operations => (long)Outputs * Inputs * Batch;

    /// <summary>Values of the result.</summary>
    public long Results => (long)Outputs * Batch;

    /// <summary>A matrix of <paramref name="outputs"/> x <paramref name="inputs"/> times <paramref name="batch"/> vectors.</summary>
    /// <exception cref="UserErrorException">PIM0722: a size out of range.</exception>
    public static KernelShape Gemv(int outputs, int inputs, int batch) => new(KernelKind.Gemv, outputs, inputs, batch);

    /// <summary>A kernel over <paramref name="values"/> values, <paramref name="batch"/> times.</summary>
    /// <exception cref="UserErrorException">PIM0722: a size out of range.</exception>
    public static KernelShape Elementwise(KernelKind kind, int values, int batch) => new(kind, values, 1, batch);
}
