namespace OpenViduMeet.Browser.Tests;

/// <summary>What a player shows, as <c>player.html</c> reports it.</summary>
internal sealed class Shown
{
    /// <summary>The appearance of the clock's digits: the percentage of white in each cell of a grid of 3 by 5.</summary>
    private static readonly int[][] DigitLooks =
    [
        [24, 55, 35, 51, 1, 50, 58, 0, 49, 51, 0, 51, 29, 55, 40],
        [26, 58, 1, 0, 49, 1, 0, 49, 1, 0, 49, 1, 22, 70, 40],
        [39, 52, 32, 1, 0, 53, 0, 25, 36, 10, 49, 0, 57, 54, 36],
        [32, 51, 38, 0, 1, 51, 3, 53, 44, 0, 0, 51, 36, 51, 42],
        [0, 34, 31, 4, 52, 38, 39, 18, 38, 58, 56, 67, 0, 11, 35],
        [41, 51, 27, 48, 19, 1, 21, 35, 51, 0, 0, 52, 37, 53, 39],
        [14, 54, 36, 48, 24, 6, 64, 29, 58, 54, 1, 54, 27, 55, 47],
        [35, 50, 56, 0, 8, 47, 0, 37, 17, 0, 51, 1, 3, 45, 0],
        [32, 53, 41, 50, 1, 51, 34, 59, 48, 51, 0, 51, 41, 52, 51],
        [32, 53, 30, 53, 0, 53, 53, 16, 74, 7, 36, 55, 29, 52, 30],
    ];

    /// <summary>The position that the player reports, in seconds.</summary>
    public double Time { get; set; }

    public int ReadyState { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>The appearance of the digits that the clock in the picture shows: two of seconds, three of milliseconds.</summary>
    public double[][] Digits { get; set; } = [];

    /// <summary>The time that the clock in the picture shows, in seconds.</summary>
    public double Clock => Digits.Aggregate(0, (number, look) => number * 10 + Read(look)) / 1000.0;

    /// <summary>Returns the most similar digit.</summary>
    private static int Read(double[] look) =>
        Enumerable
            .Range(0, DigitLooks.Length)
            .MinBy(digit => look.Zip(DigitLooks[digit], (a, b) => (a - b) * (a - b)).Sum());
}
