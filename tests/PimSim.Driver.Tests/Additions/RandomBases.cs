using PimSim.Core;

namespace PimSim.Driver.Tests;

/// <summary>Bases of +1 and -1, some of them near or opposite to an earlier one.</summary>
internal sealed class RandomBases
{
    private readonly int operands;
    private readonly sbyte[][] bases;
    private readonly int[] parents;
    private PhiloxStream random;

    public RandomBases(ulong seed, int operands, int count)
    {
        random = new PhiloxStream(seed, 5);
        this.operands = operands;
        bases = new sbyte[count][];
        parents = new int[count];
        for (int i = 0; i < count; i++)
        {
            parents[i] = i > 0 && Draw(4) > 0 ? Draw(i) : AdditionSum.None;
            int sign = Draw(2) == 0 ? 1 : -1;
            bases[i] = [.. Enumerable.Range(0, operands).Select(p => parents[i] >= 0 && Draw(3) > 0 ? (sbyte)(sign * bases[parents[i]][p]) : (sbyte)((2 * Draw(2)) - 1))];
        }
    }

    public AdditionPlan Separate() => new(operands, operands, [.. bases.Select(b => new AdditionSum(AdditionSum.None, 0, b))]);

    public AdditionPlan Tree() => new(operands, operands, [.. bases.Select((b, i) => Sum(b, parents[i]))]);

    /// <summary>Operands of output positions: +1, -1, and 0 as padding has it.</summary>
    public sbyte[] Inputs(int positions) => [.. Enumerable.Range(0, positions * operands).Select(_ => (sbyte)(Draw(3) - 1))];

    /// <summary>Positions x bases.</summary>
    public float[] Dots(sbyte[] inputs)
    {
        float[] dots = new float[inputs.Length / operands * bases.Length];
        for (int i = 0; i < dots.Length; i++)
        {
            int first = i / bases.Length * operands;
            int dot = 0;
            for (int p = 0; p < operands; p++)
            {
                dot += inputs[first + p] * bases[i % bases.Length][p];
            }

            dots[i] = dot;
        }

        return dots;
    }

    private AdditionSum Sum(sbyte[] own, int parent)
    {
        if (parent < 0)
        {
            return new AdditionSum(AdditionSum.None, 0, own);
        }

        sbyte[] other = bases[parent];
        int sign = 2 * own.Zip(other).Count(pair => pair.First != pair.Second) > operands ? -1 : 1;
        return new AdditionSum(parent, sign, [.. own.Zip(other).Select(pair => (sbyte)((pair.First - (sign * pair.Second)) / 2))]);
    }

    private int Draw(int below) => random.NextInt(below);
}
